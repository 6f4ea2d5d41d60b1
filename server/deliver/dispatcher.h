#pragma once

#include <optional>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/deliver/draft.h"
#include "server/model/settings.h"

namespace landfall::deliver {

// Follows the log of events and makes deliveries of them. How far it has come
// is stored together with the deliveries, so that a crash neither leaves out an
// event nor forgets a delivery. Not thread-safe.
class Dispatcher {
 public:
  // All must outlive this.
  Dispatcher(const model::Settings& settings, const Limits& limits)
      : settings_(settings), limits_(limits) {}

  // Adds deliveries for what has been logged since the last Commit to `draft`,
  // for a while. True: there is more. DATA_LOSS or UNAVAILABLE when the log
  // cannot be read.
  absl::StatusOr<bool> Plan(const Outbox::Planning& planning, absl::Time now,
                            Draft* draft);
  // What was planned is stored.
  void Commit();

 private:
  absl::Status Begin(const store::StoreView& view,
                     const std::map<std::string, SubscriptionRef>& all);

  const model::Settings& settings_;
  const Limits& limits_;
  std::optional<store::EventCursor> cursor_;  // nullopt: not begun
  std::optional<store::EventCursor> planned_;
  absl::Time stored_at_ = absl::InfinitePast();  // the cursor
};

}  // namespace landfall::deliver
