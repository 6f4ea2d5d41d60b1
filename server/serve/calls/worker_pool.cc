#include "server/serve/calls/worker_pool.h"

#include <utility>

#include "server/base/check.h"
#include "server/base/yield_to_others.h"

namespace landfall::serve::calls {

WorkerPool::WorkerPool(int threads, int max_waiting, Priority priority)
    : capacity_(static_cast<size_t>(threads + max_waiting)) {
  LF_CHECK(threads > 0 && max_waiting >= 0);
  threads_.reserve(threads);
  for (int i = 0; i < threads; ++i) {
    threads_.emplace_back([this, priority] { Work(priority); });
  }
}

WorkerPool::~WorkerPool() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  for (std::thread& thread : threads_) thread.join();
}

bool WorkerPool::TryRun(std::function<void()> job) {
  absl::MutexLock lock(&mutex_);
  if (stopping_ || waiting_.size() + running_ >= capacity_) return false;
  waiting_.push_back(std::move(job));
  return true;
}

size_t WorkerPool::Load() const {
  absl::MutexLock lock(&mutex_);
  return waiting_.size() + running_;
}

void WorkerPool::Work(Priority priority) {
  if (priority == Priority::kYields) base::YieldToOthers();
  while (true) {
    std::function<void()> job;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(this, &WorkerPool::HasWork));
      if (waiting_.empty()) return;
      job = std::move(waiting_.front());
      waiting_.pop_front();
      ++running_;
    }
    job();
    absl::MutexLock lock(&mutex_);
    --running_;
  }
}

}  // namespace landfall::serve::calls
