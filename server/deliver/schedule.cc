#include "server/deliver/schedule.h"

#include <algorithm>

namespace landfall::deliver {
namespace {

constexpr double kSpread = 0.2;
// Far beyond what reaches the longest wait.
constexpr int kMostDoublings = 20;

}  // namespace

std::optional<absl::Time> NextAttempt(const Limits& limits,
                                      const store::Delivery& delivery,
                                      absl::Time now,
                                      std::optional<absl::Time> retry_after,
                                      double dice) {
  const int doublings = std::clamp(delivery.attempts - 1, 0, kMostDoublings);
  const absl::Duration wait =
      std::min(limits.first_retry * (1 << doublings), limits.longest_retry);
  absl::Time next = now + wait * (1 - kSpread + 2 * kSpread * dice);
  if (retry_after) next = std::max(next, *retry_after);
  if (IsOver(limits, delivery, next)) return std::nullopt;
  return next;
}

}  // namespace landfall::deliver
