#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "landfall/v1/card_service.pb.h"
#include "server/base/clock.h"
#include "server/model/event.h"
#include "server/reconcile/reconciler.h"

namespace landfall::serve::api {

// What one caller of WatchCard gets: the log of events from a cursor on, in
// bounded pieces, and checkpoints. The log holds what is not asked for yet, so
// a caller who is slow costs no memory here. Not thread-safe.
class CardWatch {
 public:
  // `query` is that of the first piece. Both references must outlive this.
  CardWatch(const reconcile::Reconciler& reconciler, const base::Clock& clock,
            model::EventsQuery query);

  // Reads on: the next events, at most kMostEvents, and a checkpoint when the
  // watch has caught up for the first time or the last one is a while ago.
  // Nothing when there is neither. INVALID_ARGUMENT: a cursor of nobody's;
  // OUT_OF_RANGE: events behind the cursor are no longer kept. It reads the
  // disk and may wait for a batch that is put into the world.
  absl::Status Next(std::vector<v1::WatchCardResponse>* messages);

  // True when there may be more at once, without a new event.
  bool more() const { return more_; }
  // True when Next would give a checkpoint though nothing has happened.
  bool IsCheckpointDue() const { return IsCheckpointDueAt(clock_.Now()); }

  static constexpr int kMostEvents = 32;
  // Half of what is promised, so that it is kept on a busy machine too.
  static constexpr absl::Duration kCheckpointEvery = absl::Seconds(5);

 private:
  bool IsCheckpointDueAt(absl::Time now) const;

  const reconcile::Reconciler& reconciler_;
  const base::Clock& clock_;
  model::EventsQuery query_;  // of the next piece
  bool more_ = true;
  std::optional<absl::Time> checkpoint_at_;  // the last one
};

// The cursor of a message: where whoever has got it goes on.
const std::string& CursorOf(const v1::WatchCardResponse& message);

// What is wrong with a cursor, said with its field and a reason of its own;
// other errors stay as they are.
absl::Status CursorError(const absl::Status& status);

}  // namespace landfall::serve::api
