#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "server/pull/run_record.h"

namespace landfall::pull {

// What a run is asked to be.
struct RunWish {
  bool full = false;         // compare everything
  bool accept_gone = false;  // however much is gone
};

// What a system has agreed to tell by itself.
struct SubscriptionStatus {
  int standing = 0;     // subscriptions
  std::string error{};  // why there are not more; safe to show
};

// How a source is doing.
struct SyncStatus {
  std::string source;
  std::optional<absl::Duration> every{};  // nullopt: only when asked
  std::optional<RunRecord> last_run{};    // the newest, also while it runs
  absl::Time next_at = absl::InfiniteFuture();
  int failures_in_a_row = 0;
  // Of everything that is read: the start of the oldest complete read.
  absl::Time read_at = absl::InfinitePast();
  // Since the program started.
  int64_t succeeded = 0;
  int64_t failed = 0;
  RunSums rows{};
  // Of none as long as the system was not asked; nullopt: it never is.
  std::optional<SubscriptionStatus> subscriptions{};
};

}  // namespace landfall::pull
