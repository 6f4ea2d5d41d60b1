#pragma once

#include "absl/time/time.h"
#include "server/model/history.h"
#include "tests/oracle/naive_cards.h"

namespace landfall::oracle {

// How long those waited who landed after `begin` and by the time of the view:
// customers in scope of the card's population whose first presence in an
// expected entity (with the query's entity: in that one) began then, and not
// before they were expected.
model::TimeToPromotion WhoLanded(const NaiveView& view,
                                 const NaiveCardScope& scope, absl::Time begin);

}  // namespace landfall::oracle
