#pragma once

#include <functional>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace landfall::base {

// Calls a function again and again on a thread of its own. The calls never
// overlap, and each begins one interval after the last has ended, or earlier
// when somebody asks for it. What the function uses must outlive the task: as a
// member of the class that it works for, the task comes last. Thread-safe.
class PeriodicTask {
 public:
  // With absl::InfiniteDuration() calls come only when WakeUp asks for them.
  PeriodicTask(absl::Duration interval, std::function<void()> work);
  // As Stop.
  ~PeriodicTask();
  PeriodicTask(const PeriodicTask&) = delete;
  PeriodicTask& operator=(const PeriodicTask&) = delete;

  // Has the function called now: a call begins after this one has begun, also
  // when one is under way. May be asked for by the function itself.
  void WakeUp();

  // No call begins any more. Waits for the one that is under way, so it must
  // not come from the function.
  void Stop();

 private:
  void Run();
  bool IsWanted() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return stopping_ || woken_;
  }

  const absl::Duration interval_;
  const std::function<void()> work_;
  absl::Mutex mutex_;
  bool woken_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  // The first call of Stop ends it, the others wait.
  absl::Mutex ending_;
  std::thread thread_ ABSL_GUARDED_BY(ending_);
};

}  // namespace landfall::base
