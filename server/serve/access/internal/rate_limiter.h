#pragma once

#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "server/base/token_bucket.h"
#include "server/config/server_options.h"

namespace landfall::serve::access::internal {

// One token bucket for each caller. Thread-safe.
class RateLimiter {
 public:
  // Remembers at most `most` callers who have called recently. A caller beyond
  // that takes the place of the one who called longest ago.
  explicit RateLimiter(size_t most = 4096) : most_(most) {}

  // Takes one call from the bucket of `id`. Zero: it may be made. Otherwise how
  // long it takes until one may be; then nothing is taken. A limit that differs
  // from the last one counts from now on. A clock that goes back adds nothing.
  absl::Duration Take(absl::string_view id, const config::RateLimit& limit,
                      absl::Time now);

  // Callers who are remembered now.
  size_t size() const;

 private:
  struct Bucket {
    base::TokenBucket calls;
    absl::Time full_at;  // from then on the bucket is full
  };

  void MakeRoom(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const size_t most_;
  mutable absl::Mutex mutex_;
  absl::flat_hash_map<std::string, Bucket> buckets_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace landfall::serve::access::internal
