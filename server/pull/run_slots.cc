// Entry points: RunSlots::Take and Give.
#include "server/pull/run_slots.h"

namespace landfall::pull {

bool RunSlots::Take() {
  const absl::MutexLock lock(&mutex_, absl::Condition(this, &RunSlots::IsOpen));
  if (stopping_) return false;
  --free_;
  return true;
}

bool RunSlots::TryTake() {
  const absl::MutexLock lock(&mutex_);
  if (stopping_ || free_ == 0) return false;
  --free_;
  return true;
}

void RunSlots::Give() {
  const absl::MutexLock lock(&mutex_);
  ++free_;
}

void RunSlots::Stop() {
  const absl::MutexLock lock(&mutex_);
  stopping_ = true;
}

}  // namespace landfall::pull
