#include "server/index/events.h"

#include <limits>

#include "server/index/walked.h"

namespace landfall::index {

void Events::Apply(const EventFacts* before, const EventFacts* after) {
  if (before != nullptr) {
    rows_.erase(before->id);
    by_time_.erase({before->at, before->id});
    for (const base::Hash128& subject : before->subjects) {
      const auto events = by_subject_.find(subject);
      if (events == by_subject_.end()) continue;
      events->second.erase({before->at, before->id});
      if (events->second.empty()) by_subject_.erase(events);
    }
  }
  if (after == nullptr) return;
  rows_[after->id] = {after->id, after->source, after->entity, after->at};
  by_time_.insert({after->at, after->id});
  for (const base::Hash128& subject : after->subjects) {
    by_subject_[subject].insert({after->at, after->id});
  }
}

const EventRow* Events::Find(base::Hash128 id) const {
  auto it = rows_.find(id);
  return it == rows_.end() ? nullptr : &it->second;
}

void Events::ForEachAbout(base::Hash128 subject, Micros as_of,
                          absl::FunctionRef<bool(const EventAt&)> visit) const {
  const auto events = by_subject_.find(subject);
  if (events == by_subject_.end()) return;
  constexpr uint64_t kMax = std::numeric_limits<uint64_t>::max();
  auto it = events->second.upper_bound({as_of, base::Hash128{kMax, kMax}});
  while (it != events->second.begin()) {
    ++walked;
    if (!visit(*--it)) return;
  }
}

}  // namespace landfall::index
