#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/container/btree_set.h"
#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "server/index/facts.h"
#include "server/index/row.h"

namespace landfall::index {

// The documents of the ledgers by what they call the orders that they were made
// of, and the orders by the same. Not thread-safe; const methods may run
// concurrently.
class Documents {
 public:
  // A document that calls an order by a name.
  struct Entry {
    base::Hash128 id;
    base::Hash128 customer;  // as DocumentFacts
    Micros created = kNoTime;
    Micros deleted = kNoTime;
    uint16_t column = 0;
  };
  // A name that more documents than this have in common says nothing.
  static constexpr size_t kMostOfOneName = 64;

  // See World::Apply; nullptr for what is not there.
  void Apply(const DocumentFacts* before, const DocumentFacts* after);
  void AddOrder(OrderIndex order, const std::vector<uint64_t>& names);
  void RemoveOrder(OrderIndex order, const std::vector<uint64_t>& names);

  // The documents of a name, in no particular order; nullptr for none, or too
  // many.
  const std::vector<Entry>* OfName(uint64_t name) const;
  // True when one order at most has the name.
  bool IsOfOneOrder(uint64_t name) const;
  // Visits the orders of a name, at most kMostOfOneName of them.
  void ForEachOrder(uint64_t name,
                    absl::FunctionRef<void(OrderIndex)> visit) const;

 private:
  absl::flat_hash_map<uint64_t, std::vector<Entry>> by_name_;
  absl::btree_set<std::pair<uint64_t, OrderIndex>> orders_;
};

}  // namespace landfall::index
