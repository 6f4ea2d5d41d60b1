#pragma once

#include <optional>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "server/match/near_finder.h"

namespace landfall::match {

// Near masters of customers, remembered while nothing changes: looking for them
// costs hundreds of look-ups, and a card asks again for everybody it counts.
// Thread-safe.
class NearMemory {
 public:
  std::optional<std::vector<NearHit>> Find(index::RowIndex row) const {
    absl::ReaderMutexLock lock(&mutex_);
    auto it = hits_.find(row);
    if (it == hits_.end()) return std::nullopt;
    return it->second;
  }

  void Remember(index::RowIndex row, const std::vector<NearHit>& hits) {
    absl::MutexLock lock(&mutex_);
    if (hits_.size() >= kMostRows) hits_.clear();
    hits_[row] = hits;
  }

  // To be called with every change of the world.
  void Clear() {
    absl::MutexLock lock(&mutex_);
    hits_.clear();
  }

 private:
  static constexpr size_t kMostRows = 100000;

  mutable absl::Mutex mutex_;
  absl::flat_hash_map<index::RowIndex, std::vector<NearHit>> hits_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace landfall::match
