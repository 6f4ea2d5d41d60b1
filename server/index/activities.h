#pragma once

#include <vector>

#include "absl/container/flat_hash_map.h"
#include "server/index/facts.h"

namespace landfall::index {

// The open opportunities and orders of Dataverse, by customer. Not thread-safe;
// const methods may run concurrently.
class Activities {
 public:
  // See World::Apply; nullptr for what is not there.
  void Apply(const ActivityFacts* before, const ActivityFacts* after);

  // True when an activity of `customer` (a record id) was open at `as_of`.
  bool HasOpen(base::Hash128 customer, Micros as_of) const;
  // The last time at which HasOpen says the same as at `as_of`, at least.
  Micros HasOpenUntil(base::Hash128 customer, Micros as_of) const;

 private:
  struct Activity {
    base::Hash128 id;
    Micros created = kNoTime;
    Micros deleted = kNoTime;
  };

  absl::flat_hash_map<base::Hash128, std::vector<Activity>> by_customer_;
};

}  // namespace landfall::index
