#pragma once

#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "server/base/hash128.h"
#include "server/model/record.h"

namespace landfall::reconcile {

// Records as they were read from the store, kept while they do not change: a
// card asks again for everybody it counts. Holds the most recent ones, at most
// 2 * kGeneration of them (some ten megabytes). A null pointer says that the
// record is not held. Thread-safe.
class RecordCache {
 public:
  using Value = std::shared_ptr<const model::Record>;

  // Sets `value` and returns true when the record is known.
  bool Find(base::Hash128 id, Value* value) {
    Shard& shard = ShardOf(id);
    absl::MutexLock lock(&shard.mutex);
    auto it = shard.young.find(id);
    if (it == shard.young.end()) {
      auto old = shard.old.find(id);
      if (old == shard.old.end()) return false;
      it = shard.Add(id, old->second);
    }
    *value = it->second;
    return true;
  }

  // REQUIRES: no writer has published a change since `value` was read.
  void Add(base::Hash128 id, Value value) {
    Shard& shard = ShardOf(id);
    absl::MutexLock lock(&shard.mutex);
    shard.Add(id, std::move(value));
  }

  // To be called for every record that a writer publishes.
  void Forget(base::Hash128 id) {
    Shard& shard = ShardOf(id);
    absl::MutexLock lock(&shard.mutex);
    shard.young.erase(id);
    shard.old.erase(id);
  }

 private:
  static constexpr size_t kShards = 16;
  static constexpr size_t kGeneration = 4096;

  using Map = absl::flat_hash_map<base::Hash128, Value>;
  struct Shard {
    absl::Mutex mutex;
    Map young ABSL_GUARDED_BY(mutex);
    // What was young before; it goes when the young are full.
    Map old ABSL_GUARDED_BY(mutex);

    Map::iterator Add(base::Hash128 id, Value value)
        ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) {
      if (young.size() >= kGeneration / kShards) {
        old = std::move(young);
        young = Map();
      }
      return young.insert_or_assign(id, std::move(value)).first;
    }
  };

  Shard& ShardOf(base::Hash128 id) { return shards_[id.high % kShards]; }

  Shard shards_[kShards];
};

}  // namespace landfall::reconcile
