#pragma once

#include "server/cards/collection.h"
#include "server/cards/member_sum.h"
#include "server/cards/plan.h"
#include "server/index/world.h"

namespace landfall::cards {

// Calls `visit` with the id of each thing that the card counts of a customer:
// of the customer, with nullptr, or of each of its orders, with that order.
template <typename Visit>
void ForEachMember(const index::World& world, const CardPlan& plan,
                   const CountedCustomer& customer, Visit visit) {
  if (plan.measure != Measure::kBlockedOrders) {
    const CountedOrder* const no_order = nullptr;
    visit(world.row(customer.row).id, no_order);
    return;
  }
  for (const CountedOrder& order : customer.orders) visit(order.id, &order);
}

// Adds what the card counts of a customer.
void AddMembers(const index::World& world, const CardPlan& plan,
                const CountedCustomer& customer, MemberSum* sum);

}  // namespace landfall::cards
