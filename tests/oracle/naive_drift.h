#pragma once

#include <string>
#include <vector>

#include "tests/oracle/naive_verdict.h"
#include "tests/oracle/naive_view.h"

namespace landfall::oracle {

// The mapped fields of a customer that has landed which differ from a master
// where it is expected. Knows the fields that random worlds have, and no file
// of maps.
std::vector<model::FieldDrift> DriftOf(const NaiveView& view,
                                       const NaiveCustomer& customer,
                                       const model::CheckAnswer& answer);

// When the record was changed last, to the second.
std::optional<absl::Time> LastChangeOf(const NaiveCustomer& customer);

// The legal entities that a customer is expected in, or may be.
std::vector<std::string> ExpectedIn(const NaiveView& view,
                                    const model::CheckAnswer& answer);

}  // namespace landfall::oracle
