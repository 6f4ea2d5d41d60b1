#include "server/index/activities.h"

#include <algorithm>

namespace landfall::index {

void Activities::Apply(const ActivityFacts* before,
                       const ActivityFacts* after) {
  if (before != nullptr && before->open) {
    for (const base::Hash128& customer : before->customers) {
      auto it = by_customer_.find(customer);
      if (it == by_customer_.end()) continue;
      std::vector<Activity>& list = it->second;
      for (size_t i = 0; i < list.size(); ++i) {
        if (list[i].id != before->id) continue;
        list.erase(list.begin() + static_cast<ptrdiff_t>(i));
        break;
      }
      if (list.empty()) by_customer_.erase(it);
    }
  }
  if (after == nullptr || !after->open) return;
  for (const base::Hash128& customer : after->customers) {
    by_customer_[customer].push_back(
        {after->id, after->created, after->deleted});
  }
}

bool Activities::HasOpen(base::Hash128 customer, Micros as_of) const {
  auto it = by_customer_.find(customer);
  if (it == by_customer_.end()) return false;
  for (const Activity& activity : it->second) {
    // kNoTime sorts before every time: such an activity has always existed.
    const bool gone = activity.deleted != kNoTime && activity.deleted <= as_of;
    if (activity.created <= as_of && !gone) return true;
  }
  return false;
}

Micros Activities::HasOpenUntil(base::Hash128 customer, Micros as_of) const {
  Micros until = kForever;
  auto it = by_customer_.find(customer);
  if (it == by_customer_.end()) return until;
  for (const Activity& activity : it->second) {
    for (const Micros time : {activity.created, activity.deleted}) {
      if (time != kNoTime && time > as_of) until = std::min(until, time - 1);
    }
  }
  return until;
}

}  // namespace landfall::index
