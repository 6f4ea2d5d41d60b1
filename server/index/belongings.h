#pragma once

#include <utility>
#include <vector>

#include "absl/container/btree_set.h"
#include "absl/container/flat_hash_set.h"
#include "server/base/hash128.h"
#include "server/index/rulebook.h"
#include "server/model/record.h"

namespace landfall::index {

// The ids of the customers whose data a record carries beside its own: those of
// an activity, the company of a location, who placed an order. Pure.
std::vector<base::Hash128> OwnersOf(const Rulebook& rulebook,
                                    const model::Record& record);

// What carries data of whom without being found through the world: activities,
// locations of companies, and orders that count for nothing. And all error
// events, which may name anybody in their texts. For whoever has to find
// everything about a person without reading every record. Not thread-safe;
// const methods may run concurrently.
class Belongings {
 public:
  // Takes a stored record in. Records of other kinds are passed over.
  void Add(const Rulebook& rulebook, const model::Record& record);
  // Takes the same record out.
  void Remove(const Rulebook& rulebook, const model::Record& record);

  // The ids of the records that belong to `owner`, a record id.
  std::vector<base::Hash128> Of(base::Hash128 owner) const;

  const absl::flat_hash_set<base::Hash128>& events() const { return events_; }

 private:
  // Owner and record, so that neither many owners nor many records of one cost
  // more than the logarithm.
  absl::btree_set<std::pair<base::Hash128, base::Hash128>> owned_;
  absl::flat_hash_set<base::Hash128> events_;
};

}  // namespace landfall::index
