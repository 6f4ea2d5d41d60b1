// The log of events -> the messages of one stream. Entry point: Next.
#include "server/serve/api/card_watch.h"

#include "server/serve/api/convert.h"
#include "server/serve/api/errors.h"

namespace landfall::serve::api {

CardWatch::CardWatch(const reconcile::Reconciler& reconciler,
                     const base::Clock& clock, model::EventsQuery query)
    : reconciler_(reconciler), clock_(clock), query_(std::move(query)) {
  query_.page_size = kMostEvents;
}

absl::Status CardWatch::Next(std::vector<v1::WatchCardResponse>* messages) {
  const absl::StatusOr<model::EventsPage> page = reconciler_.ListEvents(query_);
  if (!page.ok()) return CursorError(page.status());
  query_.cursor = page->next_cursor;
  more_ = page->more;
  for (const model::ListedEvent& listed : page->events) {
    FillEvent(listed, messages->emplace_back().mutable_event());
  }
  const absl::Time now = clock_.Now();
  if (!IsCheckpointDueAt(now)) return absl::OkStatus();
  v1::Checkpoint& checkpoint = *messages->emplace_back().mutable_checkpoint();
  checkpoint.set_cursor(query_.cursor);
  FillTime(now, checkpoint.mutable_at());
  checkpoint_at_ = now;
  return absl::OkStatus();
}

bool CardWatch::IsCheckpointDueAt(absl::Time now) const {
  if (!checkpoint_at_) return !more_;
  // A clock that was set back says nothing about how long ago it was.
  return now < *checkpoint_at_ || now - *checkpoint_at_ >= kCheckpointEvery;
}

const std::string& CursorOf(const v1::WatchCardResponse& message) {
  return message.has_event() ? message.event().cursor()
                             : message.checkpoint().cursor();
}

absl::Status CursorError(const absl::Status& status) {
  if (absl::IsInvalidArgument(status)) {
    return MakeError(status.code(), Reason::INVALID_CURSOR, "cursor",
                     status.message());
  }
  if (absl::IsOutOfRange(status)) {
    return MakeError(status.code(), Reason::CURSOR_TOO_OLD, "cursor",
                     status.message());
  }
  return status;
}

}  // namespace landfall::serve::api
