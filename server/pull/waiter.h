#pragma once

#include "absl/time/time.h"

namespace landfall::pull {

// Lets time pass.
class Waiter {
 public:
  virtual ~Waiter() = default;

  // False as soon as somebody wants the work to end: then at once.
  virtual bool Wait(absl::Duration duration) = 0;
  // Whether somebody wants the work to end.
  virtual bool stopped() const = 0;
};

}  // namespace landfall::pull
