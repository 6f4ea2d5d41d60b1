#pragma once

#include <vector>

#include "server/cards/collect.h"

namespace landfall::cards {

// The numbers of a card that stand above its breakdowns.
struct Totals {
  int count = 0;
  model::Stages stages;
  base::Decimal blocked_value;  // in the reporting currency
  int unpriced_orders = 0;      // not in it, because they name no amount
  bool alert_firing = false;
};

// Adds up a collection. Pure.
Totals TotalsOf(const index::Rulebook& rulebook, const CardPlan& plan,
                const Collection& collection);

// How many things a collection counts for its card.
int CountOf(const CardPlan& plan, const Collection& collection);

// The orders of the counted customers that are blocked, for `orders-blocked`:
// those that pass the plan's entity filter.
std::vector<verdict::BlockedOrder> BlockedOrdersOf(
    const CardPlan& plan, const CountedCustomer& customer);

// The value of one blocked order in the reporting currency.
base::Decimal ValueOf(const index::Rulebook& rulebook,
                      const verdict::BlockedOrder& blocked);

}  // namespace landfall::cards
