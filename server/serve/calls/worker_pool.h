#pragma once

#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace landfall::serve::calls {

// A fixed number of threads that run jobs in the order of their arrival. What
// waits is bounded: more is refused at once instead of being served too late.
// Thread-safe.
class WorkerPool {
 public:
  // Whether its threads let those of others go first when there are more
  // threads than processors.
  enum class Priority { kNormal, kYields };

  // REQUIRES: threads > 0, max_waiting >= 0.
  WorkerPool(int threads, int max_waiting,
             Priority priority = Priority::kNormal);
  // Runs the jobs that wait, then ends the threads.
  ~WorkerPool();

  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // False when max_waiting jobs wait already; the job is then not run.
  [[nodiscard]] bool TryRun(std::function<void()> job)
      ABSL_LOCKS_EXCLUDED(mutex_);

  // Jobs that wait or run.
  size_t Load() const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  void Work(Priority priority) ABSL_LOCKS_EXCLUDED(mutex_);
  bool HasWork() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return stopping_ || !waiting_.empty();
  }

  // Constant after construction.
  const size_t capacity_;  // waiting and running
  std::vector<std::thread> threads_;

  mutable absl::Mutex mutex_;
  std::deque<std::function<void()>> waiting_ ABSL_GUARDED_BY(mutex_);
  size_t running_ ABSL_GUARDED_BY(mutex_) = 0;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace landfall::serve::calls
