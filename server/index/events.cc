#include "server/index/events.h"

#include <algorithm>

namespace landfall::index {

void Events::Apply(const EventFacts* before, const EventFacts* after) {
  if (before != nullptr) {
    rows_.erase(before->id);
    by_time_.erase({before->at, before->id});
    for (const base::Hash128& subject : before->subjects) {
      std::vector<base::Hash128>& ids = by_subject_[subject];
      ids.erase(std::remove(ids.begin(), ids.end(), before->id), ids.end());
      if (ids.empty()) by_subject_.erase(subject);
    }
  }
  if (after == nullptr) return;
  rows_[after->id] = {after->id, after->source, after->entity, after->at};
  by_time_.insert({after->at, after->id});
  for (const base::Hash128& subject : after->subjects) {
    by_subject_[subject].push_back(after->id);
  }
}

const EventRow* Events::Find(base::Hash128 id) const {
  auto it = rows_.find(id);
  return it == rows_.end() ? nullptr : &it->second;
}

std::vector<base::Hash128> Events::About(base::Hash128 subject) const {
  auto it = by_subject_.find(subject);
  if (it == by_subject_.end()) return {};
  return it->second;
}

}  // namespace landfall::index
