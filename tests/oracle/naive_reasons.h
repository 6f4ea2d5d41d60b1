#pragma once

#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "server/model/verdict.h"
#include "tests/oracle/naive_expectation.h"
#include "tests/oracle/naive_matching.h"
#include "tests/oracle/naive_view.h"

namespace landfall::oracle {

enum class Standing { kSatisfied, kMissing, kUnknown };

// All that is known about one customer before it is judged.
struct NaiveCase {
  const NaiveView* view = nullptr;
  const NaiveCustomer* customer = nullptr;
  model::KeyKinds kinds;
  std::optional<absl::Time> since;
  std::optional<model::ReasonCode> out_of_scope;
  NaiveExpectation expectation;
  std::vector<NaivePresence> presences;  // one per legal entity
  std::vector<Standing> standings;       // one per requirement
  std::vector<model::ReasonCode> stops;  // why the row can never land
};

// Every reason that follows from keys, rules, times and the map filter; each
// code and entity once, in no particular order.
std::vector<model::Reason> ReasonsFor(const NaiveCase& c,
                                      model::Verdict verdict);

}  // namespace landfall::oracle
