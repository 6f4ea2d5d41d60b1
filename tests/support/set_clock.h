#pragma once

#include <atomic>

#include "server/base/clock.h"

namespace landfall::testing {

// A clock that stands still until it is set. Thread-safe.
class SetClock : public base::Clock {
 public:
  explicit SetClock(absl::Time now) : micros_(absl::ToUnixMicros(now)) {}

  absl::Time Now() const override { return absl::FromUnixMicros(micros_); }
  void Set(absl::Time now) { micros_ = absl::ToUnixMicros(now); }
  void Advance(absl::Duration by) { Set(Now() + by); }

 private:
  std::atomic<int64_t> micros_;
};

}  // namespace landfall::testing
