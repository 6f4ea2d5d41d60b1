#pragma once

#include <utility>

#include "absl/container/btree_set.h"
#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "server/index/facts.h"

namespace landfall::index {

struct EventRow {
  base::Hash128 id;
  uint16_t source = 0;
  EntityIndex entity = kNoEntity;
  Micros at = kNoTime;
};

using EventAt = std::pair<Micros, base::Hash128>;  // time and id

// The error events, by time and by what they are about. Not thread-safe; const
// methods may run concurrently.
class Events {
 public:
  // See World::Apply; nullptr for what is not there.
  void Apply(const EventFacts* before, const EventFacts* after);

  // (time, id) in ascending order.
  const absl::btree_set<EventAt>& by_time() const { return by_time_; }
  bool empty() const { return by_time_.empty(); }
  // nullptr when there is no such event.
  const EventRow* Find(base::Hash128 id) const;
  // Visits the events up to `as_of` that name a record id or key hash, the
  // newest first, until `visit` returns false.
  void ForEachAbout(base::Hash128 subject, Micros as_of,
                    absl::FunctionRef<bool(const EventAt&)> visit) const;

 private:
  absl::flat_hash_map<base::Hash128, EventRow> rows_;
  absl::flat_hash_map<base::Hash128, absl::btree_set<EventAt>> by_subject_;
  absl::btree_set<EventAt> by_time_;
};

}  // namespace landfall::index
