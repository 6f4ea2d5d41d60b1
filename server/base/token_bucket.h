#pragma once

#include <algorithm>

#include "absl/time/time.h"

namespace landfall::base {

// So many at once, and then so many a second. Not thread-safe.
struct TokenBucket {
  double left = 0;  // that may be taken at `at`
  absl::Time at;

  // Adds what came in since `at`. A clock that goes back adds nothing.
  void Fill(double per_second, double burst, absl::Time now) {
    const double passed = absl::ToDoubleSeconds(now - at);
    left = std::min(burst, left + std::max(passed, 0.0) * per_second);
    at = now;
  }

  // How long it takes until one may be taken; zero: now.
  absl::Duration Wait(double per_second) const {
    if (left >= 1) return absl::ZeroDuration();
    return absl::Seconds((1 - left) / per_second);
  }
};

}  // namespace landfall::base
