#pragma once

#include <cstddef>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "server/base/hash128.h"

namespace landfall::recall {

// Keeps the values that were used most recently, at most 2 * `kGeneration` of
// them and at most `kMaxBytes` together, as far as `Bytes` tells the size of
// one: what is young now is old when the young are full, and what is old then
// and was not used since goes. A value that would take more than a share of the
// room is not kept. Thread-safe.
template <typename Value, size_t kGeneration, size_t kMaxBytes, typename Bytes>
class RecentMap {
 public:
  // Sets `value` and returns true when there is one.
  bool Find(base::Hash128 id, Value* value) {
    Shard& shard = ShardOf(id);
    Map forgotten;
    absl::MutexLock lock(&shard.mutex);
    const auto young = shard.young.find(id);
    if (young != shard.young.end()) {
      *value = young->second;
      return true;
    }
    const auto old = shard.old.find(id);
    if (old == shard.old.end()) return false;
    *value = old->second;
    shard.Add(id, *value, &forgotten);
    return true;
  }

  void Add(base::Hash128 id, Value value) {
    Shard& shard = ShardOf(id);
    Map forgotten;
    absl::MutexLock lock(&shard.mutex);
    shard.Add(id, std::move(value), &forgotten);
  }

  void Forget(base::Hash128 id) {
    Shard& shard = ShardOf(id);
    absl::MutexLock lock(&shard.mutex);
    shard.young.erase(id);
    shard.old.erase(id);
  }

  void Clear() {
    for (Shard& shard : shards_) {
      absl::MutexLock lock(&shard.mutex);
      shard.young.clear();
      shard.old.clear();
      shard.young_bytes = 0;
    }
  }

 private:
  static constexpr size_t kShards = 16;
  static_assert(kGeneration % kShards == 0);
  // What one generation of one shard may take.
  static constexpr size_t kShare = kMaxBytes / 2 / kShards;

  using Map = absl::flat_hash_map<base::Hash128, Value>;
  struct Shard {
    absl::Mutex mutex;
    Map young ABSL_GUARDED_BY(mutex);
    Map old ABSL_GUARDED_BY(mutex);
    // What was forgotten since still counts: it only makes a generation short.
    size_t young_bytes ABSL_GUARDED_BY(mutex) = 0;

    // `forgotten` takes what goes, to be destroyed without the lock: it may be
    // some hundred values at once.
    void Add(base::Hash128 id, Value value, Map* forgotten)
        ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) {
      const size_t bytes = Bytes()(value);
      if (bytes > kShare) return;
      if (young.size() >= kGeneration / kShards ||
          young_bytes + bytes > kShare) {
        young_bytes = 0;
        *forgotten = std::exchange(old, std::exchange(young, Map()));
        young.reserve(kGeneration / kShards);
      }
      young_bytes += bytes;
      young.insert_or_assign(id, std::move(value));
    }
  };

  Shard& ShardOf(base::Hash128 id) { return shards_[id.high % kShards]; }

  Shard shards_[kShards];
};

}  // namespace landfall::recall
