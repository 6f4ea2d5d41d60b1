// What a card counts -> the sum that tells it from another one. Entry points:
// AddMembers and Collector::Members.
#include "server/cards/members.h"

#include "server/cards/collect.h"

namespace landfall::cards {

void AddMembers(const index::World& world, const CardPlan& plan,
                const CountedCustomer& customer, MemberSum* sum) {
  ForEachMember(
      world, plan, customer,
      [&](base::Hash128 id, const CountedOrder* /*order*/) { sum->Add(id); });
}

MemberSum Collector::Members(const index::World& world) const {
  MemberSum sum;
  if (judged_.members) {
    sum = *judged_.members;
  } else {
    for (const CountedCustomer& customer : judged_.customers) {
      AddMembers(world, plan_, customer, &sum);
    }
    for (const PlainCustomer& plain : judged_.plain) {
      sum.Add(world.row(plain.row).id);
    }
  }
  for (const CountedEvent& event : events_) sum.Add(event.id);
  return sum;
}

}  // namespace landfall::cards
