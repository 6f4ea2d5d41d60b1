// An interval and a function -> calls on a thread. Entry points: the
// constructor and Stop.
#include "server/base/periodic_task.h"

#include <utility>

namespace landfall::base {

PeriodicTask::PeriodicTask(absl::Duration interval, std::function<void()> work)
    : interval_(interval), work_(std::move(work)), thread_([this] { Run(); }) {}

PeriodicTask::~PeriodicTask() { Stop(); }

void PeriodicTask::WakeUp() {
  absl::MutexLock lock(&mutex_);
  woken_ = true;
}

void PeriodicTask::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  absl::MutexLock lock(&ending_);
  if (thread_.joinable()) thread_.join();
}

void PeriodicTask::Run() {
  while (true) {
    {
      absl::MutexLock lock(&mutex_);
      mutex_.AwaitWithTimeout(absl::Condition(this, &PeriodicTask::IsWanted),
                              interval_);
      if (stopping_) return;
      woken_ = false;
    }
    // Without the lock: who asks for the next call does not wait for this one.
    work_();
  }
}

}  // namespace landfall::base
