// Failed attempts and the time between them -> may another one fail?
// Entry points: FailureLimit::Wait and FailureLimit::Count.
#include "server/serve/access/internal/failure_limit.h"

namespace landfall::serve::access::internal {

absl::Duration FailureLimit::Wait(absl::Time now) {
  absl::MutexLock lock(&mutex_);
  return WaitLocked(now);
}

absl::Duration FailureLimit::Count(absl::Time now) {
  absl::MutexLock lock(&mutex_);
  const absl::Duration wait = WaitLocked(now);
  if (wait == absl::ZeroDuration()) bucket_.left -= 1;
  return wait;
}

absl::Duration FailureLimit::WaitLocked(absl::Time now) {
  if (!begun_) bucket_ = {burst_, now};
  begun_ = true;
  bucket_.Fill(per_second_, burst_, now);
  return bucket_.Wait(per_second_);
}

}  // namespace landfall::serve::access::internal
