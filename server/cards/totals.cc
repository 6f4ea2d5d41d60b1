// Turns a collection into the numbers at the head of a card. Entry point:
// TotalsOf.
#include "server/cards/totals.h"

namespace landfall::cards {

int CountOf(const CardPlan& plan, const Collection& collection) {
  if (plan.measure == Measure::kEvents) {
    return static_cast<int>(collection.events.size());
  }
  if (plan.measure != Measure::kBlockedOrders) {
    return static_cast<int>(collection.customers.size() +
                            collection.plain.size());
  }
  int orders = 0;
  for (const CountedCustomer& customer : collection.customers) {
    orders += static_cast<int>(customer.orders.size());
  }
  return orders;
}

Totals TotalsOf(const CardPlan& plan, const Collection& collection) {
  Totals totals;
  totals.count = CountOf(plan, collection);
  totals.alert_firing = plan.card->alert_above.has_value() &&
                        totals.count > *plan.card->alert_above;
  if (plan.measure != Measure::kBlockedOrders) {
    totals.stages = collection.stages;
    for (const CountedCustomer& customer : collection.customers) {
      totals.blocked_value += customer.value;
      totals.unpriced_orders += customer.blocked.UnpricedOrders();
    }
    return totals;
  }
  // A card of orders counts orders at every stage.
  for (const CountedCustomer& customer : collection.customers) {
    const int count = static_cast<int>(customer.orders.size());
    totals.stages.in_window += count;
    (customer.verdict == model::Verdict::kAwaitingSync
         ? totals.stages.awaiting_sync
         : totals.stages.not_promoted) += count;
    for (const CountedOrder& order : customer.orders) {
      totals.blocked_value += order.value;
      totals.unpriced_orders += order.sum.UnpricedOrders();
    }
  }
  return totals;
}

}  // namespace landfall::cards
