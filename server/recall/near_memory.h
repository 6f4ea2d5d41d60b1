#pragma once

#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "server/match/near_finder.h"

namespace landfall::recall {

// Near masters of customers, remembered while nothing changes: looking for them
// costs hundreds of look-ups, and a card asks again for everybody it counts.
// Thread-safe.
class NearMemory {
 public:
  // nullptr when they are not remembered.
  match::NearHits Find(index::RowIndex row) const {
    absl::ReaderMutexLock lock(&mutex_);
    auto it = hits_.find(row);
    return it == hits_.end() ? nullptr : it->second;
  }

  void Remember(index::RowIndex row, match::NearHits hits) {
    absl::MutexLock lock(&mutex_);
    if (hits_.size() >= kMostRows) hits_.clear();
    hits_[row] = std::move(hits);
  }

  // To be called with every change of the world.
  void Clear() {
    absl::MutexLock lock(&mutex_);
    hits_.clear();
  }

 private:
  static constexpr size_t kMostRows = 100000;

  mutable absl::Mutex mutex_;
  absl::flat_hash_map<index::RowIndex, match::NearHits> hits_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace landfall::recall
