#pragma once

#include "absl/time/time.h"

namespace landfall::base {

// Where the edges of the program get the time from. Everything below them
// takes `now` as a parameter. Implementations are thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual absl::Time Now() const = 0;
};

// The clock of the machine.
class SystemClock : public Clock {
 public:
  absl::Time Now() const override;
};

}  // namespace landfall::base
