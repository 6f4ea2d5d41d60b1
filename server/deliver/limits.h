#pragma once

#include <algorithm>
#include <cstddef>

#include "absl/time/time.h"

namespace landfall::deliver {

// Limits on everything that subscribers and receivers can make grow.
struct Limits {
  int subscriptions_of_one =
      500;                   // callers; those that have ended do not count
  int subscriptions = 1000;  // in all, those that have ended as well
  absl::Duration lease = absl::Hours(30 * 24);
  absl::Duration keep_ended = absl::Hours(7 * 24);  // that one is still listed

  // Deliveries that wait for one receiver, and for all: each has its share.
  size_t waiting_for_one = 10'000;
  size_t waiting = 200'000;
  size_t WaitingForEach(size_t subscriptions) const {
    return std::min(waiting_for_one,
                    waiting / std::max<size_t>(1, subscriptions));
  }

  int senders = 8;  // threads
  int at_once_to_one = 2;
  int at_once_to_host = 4;
  // At once to receivers of whom it is not known that they answer in time, so
  // that the others find a free sender.
  int at_once_to_slow = 4;
  int at_once_to_slow_host = 2;
  absl::Duration fast = absl::Seconds(5);  // who answers within is not slow

  absl::Duration answer_within = absl::Seconds(60);
  absl::Duration first_retry = absl::Seconds(5);
  absl::Duration longest_retry = absl::Hours(1);
  absl::Duration try_for = absl::Hours(24);
  // A receiver that failed is left alone for a while, but no longer than this:
  // other deliveries show that it is there again.
  absl::Duration longest_pause = absl::Minutes(1);

  size_t set_aside_kept = 5;  // of each subscription, to be shown
};

}  // namespace landfall::deliver
