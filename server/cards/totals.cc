// Turns a collection into the numbers at the head of a card. Entry point:
// TotalsOf.
#include "server/cards/totals.h"

namespace landfall::cards {

base::Decimal ValueOf(const index::Rulebook& rulebook,
                      const verdict::BlockedOrder& blocked) {
  verdict::MoneySum sum;
  sum.Add(*blocked.order);
  return sum.InReportingCurrency(rulebook.settings());
}

std::vector<verdict::BlockedOrder> BlockedOrdersOf(
    const CardPlan& plan, const CountedCustomer& customer) {
  std::vector<verdict::BlockedOrder> orders;
  for (const auto& blocked : customer.assessment.blocked) {
    const bool passes = plan.entity == index::kNoEntity ||
                        index::Contains(blocked.entities, plan.entity);
    if (passes) orders.push_back(blocked);
  }
  return orders;
}

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
    orders += static_cast<int>(BlockedOrdersOf(plan, customer).size());
  }
  return orders;
}

Totals TotalsOf(const index::Rulebook& rulebook, const CardPlan& plan,
                const Collection& collection) {
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
    const auto orders = BlockedOrdersOf(plan, customer);
    const int count = static_cast<int>(orders.size());
    totals.stages.in_window += count;
    (customer.assessment.verdict() == model::Verdict::kAwaitingSync
         ? totals.stages.awaiting_sync
         : totals.stages.not_promoted) += count;
    for (const verdict::BlockedOrder& order : orders) {
      totals.blocked_value += ValueOf(rulebook, order);
      totals.unpriced_orders += order.order->has_amount ? 0 : 1;
    }
  }
  return totals;
}

}  // namespace landfall::cards
