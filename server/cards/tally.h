#pragma once

#include "server/cards/collect.h"
#include "server/model/card.h"
#include "server/verdict/describe.h"

namespace landfall::cards {

// The whole card: counts, breakdowns, value, twin. Pure. `revision` is left to
// the caller.
model::Card Tally(const verdict::Context& context, const CardPlan& plan,
                  verdict::RecordLookup lookup);

// How many things a collection counts for its card.
int CountOf(const CardPlan& plan, const Collection& collection);

// The orders of the counted customers that are blocked, for `orders-blocked`:
// those that pass the plan's entity filter.
std::vector<verdict::BlockedOrder> BlockedOrdersOf(
    const CardPlan& plan, const CountedCustomer& customer);

}  // namespace landfall::cards
