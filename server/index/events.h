#pragma once

#include <utility>
#include <vector>

#include "absl/container/btree_set.h"
#include "absl/container/flat_hash_map.h"
#include "server/index/facts.h"

namespace landfall::index {

struct EventRow {
  base::Hash128 id;
  uint16_t source = 0;
  EntityIndex entity = kNoEntity;
  Micros at = kNoTime;
};

// The error events, by time and by what they are about. Not thread-safe; const
// methods may run concurrently.
class Events {
 public:
  // See World::Apply; nullptr for what is not there.
  void Apply(const EventFacts* before, const EventFacts* after);

  // (time, id) in ascending order.
  const absl::btree_set<std::pair<Micros, base::Hash128>>& by_time() const {
    return by_time_;
  }
  bool empty() const { return by_time_.empty(); }
  // nullptr when there is no such event.
  const EventRow* Find(base::Hash128 id) const;
  // The ids of the events that name a record id or key hash.
  std::vector<base::Hash128> About(base::Hash128 subject) const;

 private:
  absl::flat_hash_map<base::Hash128, EventRow> rows_;
  absl::flat_hash_map<base::Hash128, std::vector<base::Hash128>> by_subject_;
  absl::btree_set<std::pair<Micros, base::Hash128>> by_time_;
};

}  // namespace landfall::index
