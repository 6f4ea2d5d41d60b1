#pragma once

#include <algorithm>
#include <functional>

#include "absl/time/time.h"
#include "server/base/budget.h"
#include "server/serve/calls/steady_time.h"

namespace landfall::serve::calls {

// The budget of a call's work: DEADLINE_EXCEEDED once `most` has passed since
// `start`, CANCELLED once `gone` says so of the caller. `gone` may be empty.
base::Budget::Ask EndsAfter(SteadyTime start, absl::Duration most,
                            std::function<bool()> gone);

// Of the time that a call has: how long it may wait for something and still be
// answered in time. Pure.
inline absl::Duration WaitingTime(absl::Duration time) {
  return time - std::min(time / 10, absl::Seconds(1));
}

}  // namespace landfall::serve::calls
