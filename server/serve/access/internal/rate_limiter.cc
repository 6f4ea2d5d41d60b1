// Calls of a caller and the time between them -> may it call again?
// Entry point: RateLimiter::Take.
#include "server/serve/access/internal/rate_limiter.h"

#include <algorithm>

namespace landfall::serve::access::internal {

absl::Duration RateLimiter::Take(absl::string_view id,
                                 const config::RateLimit& limit,
                                 absl::Time now) {
  if (limit.per_second <= 0) return absl::ZeroDuration();
  const double rate = limit.per_second;
  const double burst = std::max(limit.burst, 1);
  absl::MutexLock lock(&mutex_);
  auto it = buckets_.find(id);
  if (it == buckets_.end()) {
    if (buckets_.size() >= most_) MakeRoom(now);
    it = buckets_.emplace(id, Bucket{{burst, now}, now}).first;
  }
  Bucket& bucket = it->second;
  bucket.calls.Fill(rate, burst, now);
  const absl::Duration wait = bucket.calls.Wait(rate);
  if (wait == absl::ZeroDuration()) bucket.calls.left -= 1;
  bucket.full_at = now + absl::Seconds((burst - bucket.calls.left) / rate);
  return wait;
}

size_t RateLimiter::size() const {
  absl::MutexLock lock(&mutex_);
  return buckets_.size();
}

void RateLimiter::MakeRoom(absl::Time now) {
  // A bucket that is full again is as good as a new one.
  for (auto it = buckets_.begin(); it != buckets_.end();) {
    const auto next = std::next(it);
    if (it->second.full_at <= now) buckets_.erase(it);
    it = next;
  }
  if (buckets_.size() < most_) return;
  buckets_.erase(std::min_element(
      buckets_.begin(), buckets_.end(), [](const auto& a, const auto& b) {
        return a.second.calls.at < b.second.calls.at;
      }));
}

}  // namespace landfall::serve::access::internal
