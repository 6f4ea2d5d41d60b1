#pragma once

#include <vector>

#include "server/model/card.h"
#include "tests/oracle/naive_view.h"

namespace landfall::oracle {

// The documents that were made of an order of a customer: those of the first
// rule that finds any.
std::vector<model::ListedDocument> DocumentsOf(const NaiveView& view,
                                               const model::Record& order,
                                               const NaiveCustomer& customer,
                                               model::KeyKinds kinds);

}  // namespace landfall::oracle
