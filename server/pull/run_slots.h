#pragma once

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace landfall::pull {

// Lets only so many do something at a time. Thread-safe.
class RunSlots {
 public:
  explicit RunSlots(int slots) : free_(slots) {}

  // Waits for a slot. False when there will be none: then nothing is taken.
  bool Take();
  // The same without waiting: false when there is none now.
  bool TryTake();
  void Give();
  // Lets nobody wait any more.
  void Stop();

 private:
  bool IsOpen() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return stopping_ || free_ > 0;
  }

  absl::Mutex mutex_;
  int free_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace landfall::pull
