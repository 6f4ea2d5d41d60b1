#pragma once

#include <memory>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "server/index/crowds.h"

namespace landfall::recall {

// The crowds of some keys at some times (see index::CrowdAt), remembered while
// nothing changes. Thread-safe.
class CrowdMemory {
 public:
  // nullptr when it is not remembered.
  std::shared_ptr<const index::Crowd> Find(base::Hash128 key,
                                           index::Micros as_of) const {
    absl::ReaderMutexLock lock(&mutex_);
    const auto known = known_.find({key, as_of});
    return known == known_.end() ? nullptr : known->second;
  }

  void Remember(base::Hash128 key, index::Micros as_of,
                std::shared_ptr<const index::Crowd> crowd) {
    absl::MutexLock lock(&mutex_);
    const size_t rows = crowd->rows.size() + index::kCrowd;
    if (rows_ + rows > kMostRows) {
      known_.clear();
      rows_ = 0;
    }
    rows_ += rows;
    known_[{key, as_of}] = std::move(crowd);
  }

  // To be called with every change of the world.
  void Clear() {
    absl::MutexLock lock(&mutex_);
    known_.clear();
    rows_ = 0;
  }

 private:
  using Moment = std::pair<base::Hash128, index::Micros>;
  // Of all crowds together, about 16 MB.
  static constexpr size_t kMostRows = size_t{4} << 20;

  mutable absl::Mutex mutex_;
  absl::flat_hash_map<Moment, std::shared_ptr<const index::Crowd>> known_
      ABSL_GUARDED_BY(mutex_);
  size_t rows_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace landfall::recall
