// Turns the made-up customers into the barest structure that still answers "who
// has no master". Entry point: BarePeer.
#include "tests/bench/peers.h"

namespace landfall::bench {

BarePeer::BarePeer(const BenchWorld& world)
    : hasher_(base::Hasher::NewSecret()) {
  masters_.reserve(static_cast<size_t>(world.size()) * 3);
  rows_.reserve(static_cast<size_t>(world.size()));
  for (int64_t n = 0; n < world.size(); ++n) {
    for (const std::string& key : world.MasterKeys(n)) {
      masters_[HashKey(key)] = static_cast<uint32_t>(n);
    }
    Row row;
    row.created = absl::ToUnixMicros(world.Created(n));
    row.dataverse = BenchWorld::IsDataverse(n);
    const std::vector<std::string> keys = world.Keys(n);
    for (size_t i = 0; i < 3; ++i) row.keys[i] = HashKey(keys[i]);
    rows_.push_back(row);
  }
}

bool BarePeer::IsPresent(const std::vector<std::string>& keys) const {
  for (const std::string& key : keys) {
    if (masters_.contains(HashKey(key))) return true;
  }
  return false;
}

int64_t BarePeer::CountAbsent(bool dataverse, absl::Time end,
                              absl::Duration window) const {
  const int64_t last = absl::ToUnixMicros(end);
  const int64_t first = last - absl::ToInt64Microseconds(window);
  int64_t count = 0;
  for (const Row& row : rows_) {
    if (row.dataverse != dataverse || row.created <= first ||
        row.created > last) {
      continue;
    }
    bool present = false;
    for (const base::Hash128& key : row.keys) {
      present = present || masters_.contains(key);
    }
    if (!present) ++count;
  }
  return count;
}

base::Hash128 BarePeer::HashKey(const std::string& key) const {
  return hasher_.Hash({key});
}

}  // namespace landfall::bench
