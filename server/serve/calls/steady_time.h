#pragma once

#include <chrono>

#include "absl/time/time.h"

namespace landfall::serve::calls {

// A point in time for measuring how long something takes: it never jumps and
// means nothing outside of this process.
using SteadyTime = std::chrono::steady_clock::time_point;

inline SteadyTime SteadyNow() { return std::chrono::steady_clock::now(); }

// How long ago `start` was.
inline absl::Duration Since(SteadyTime start) {
  return absl::FromChrono(SteadyNow() - start);
}

}  // namespace landfall::serve::calls
