#pragma once

#include <vector>

#include "absl/time/time.h"
#include "server/model/history.h"
#include "tests/oracle/naive_cards.h"

namespace landfall::oracle {

// How long those waited, in seconds, who landed after `begin` and by the time
// of the view: customers in scope of the card's population whose first presence
// in an expected entity (with the query's entity: in that one) began then, and
// not before they were expected.
std::vector<double> WaitsOf(const NaiveView& view, const NaiveCardScope& scope,
                            absl::Time begin);

// How many waits there are, and how long 50, 90 and 99 of a hundred took at
// most.
model::TimeToPromotion Summarize(std::vector<double> waits);

}  // namespace landfall::oracle
