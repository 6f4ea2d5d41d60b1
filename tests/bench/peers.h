#pragma once

#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "server/base/hash128.h"
#include "tests/bench/bench_world.h"

namespace landfall::bench {

// What Landfall is compared with: the keys of all masters in a bare hash map
// and the customers in a vector; no rules, no time, no explanations.
class BarePeer {
 public:
  explicit BarePeer(const BenchWorld& world);

  // Whether any of the customer's keys has a master: it hashes and looks up
  // its three spelled-out keys.
  bool IsPresent(const std::vector<std::string>& keys) const;

  // Customers created in (`end` - `window`, `end`] without a master under any
  // key, by a walk over all customers. `dataverse` picks the system.
  int64_t CountAbsent(bool dataverse, absl::Time end,
                      absl::Duration window) const;

 private:
  struct Row {
    int64_t created = 0;  // microseconds
    bool dataverse = false;
    base::Hash128 keys[3];
  };

  base::Hash128 HashKey(const std::string& key) const;

  const base::Hasher hasher_;
  absl::flat_hash_map<base::Hash128, uint32_t> masters_;
  std::vector<Row> rows_;
};

}  // namespace landfall::bench
