#pragma once

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "server/base/token_bucket.h"

namespace landfall::serve::access::internal {

// How many attempts to sign in may fail, all callers together: the server does
// not see who is behind a proxy. Only failures are counted, so whoever has good
// credentials takes nothing. Thread-safe.
class FailureLimit {
 public:
  // Both must be above 0.
  FailureLimit(double per_second, double burst)
      : per_second_(per_second), burst_(burst) {}

  // Zero while another failure is allowed; otherwise how long until it is.
  absl::Duration Wait(absl::Time now);

  // Counts a failure. Zero: it was allowed. Otherwise as Wait(), and nothing is
  // counted.
  absl::Duration Count(absl::Time now);

 private:
  absl::Duration WaitLocked(absl::Time now)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const double per_second_;
  const double burst_;
  absl::Mutex mutex_;
  base::TokenBucket bucket_ ABSL_GUARDED_BY(mutex_);
  bool begun_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace landfall::serve::access::internal
