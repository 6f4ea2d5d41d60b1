#pragma once

#include <optional>

#include "absl/time/time.h"
#include "server/deliver/limits.h"
#include "server/store/subscription.h"

namespace landfall::deliver {

// When a delivery that has just failed once more (`delivery.attempts` counts
// that) is tried again: after 5 s, then twice as long each time up to an hour,
// each 20 % shorter to longer as `dice` (0 to 1) says, and not before
// `retry_after` when the receiver asked for that. nullopt: not any more, its
// day is over by then. Pure.
std::optional<absl::Time> NextAttempt(const Limits& limits,
                                      const store::Delivery& delivery,
                                      absl::Time now,
                                      std::optional<absl::Time> retry_after,
                                      double dice);

// Whether the day of a delivery is over.
inline bool IsOver(const Limits& limits, const store::Delivery& delivery,
                   absl::Time now) {
  return now > delivery.created + limits.try_for;
}

}  // namespace landfall::deliver
