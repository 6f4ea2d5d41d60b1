#pragma once

#include <cstddef>
#include <memory>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"

namespace landfall::recall {

// Keeps values, by key, that hold only while nothing changes. When they would
// weigh more than `kMost` together, as far as `Weight` tells the weight of one,
// all go. Thread-safe.
template <typename Key, typename Value, size_t kMost, typename Weight>
class UntilChange {
 public:
  using Ref = std::shared_ptr<const Value>;

  // nullptr when it is not kept.
  Ref Find(const Key& key) const {
    absl::ReaderMutexLock lock(&mutex_);
    const auto known = known_.find(key);
    return known == known_.end() ? nullptr : known->second;
  }

  void Keep(const Key& key, Ref value) {
    const size_t weight = Weight()(*value);
    absl::MutexLock lock(&mutex_);
    if (weight_ + weight > kMost) Empty();
    weight_ += weight;
    known_[key] = std::move(value);
  }

  // To be called with every change.
  void Clear() {
    absl::MutexLock lock(&mutex_);
    Empty();
  }

 private:
  void Empty() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    known_.clear();
    weight_ = 0;
  }

  mutable absl::Mutex mutex_;
  absl::flat_hash_map<Key, Ref> known_ ABSL_GUARDED_BY(mutex_);
  // A value that was kept twice counts twice: they only go the sooner.
  size_t weight_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace landfall::recall
