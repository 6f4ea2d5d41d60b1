#pragma once

#include "server/cards/collection.h"
#include "server/cards/plan.h"

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
Totals TotalsOf(const CardPlan& plan, const Collection& collection);

// How many things a collection counts for its card.
int CountOf(const CardPlan& plan, const Collection& collection);

}  // namespace landfall::cards
