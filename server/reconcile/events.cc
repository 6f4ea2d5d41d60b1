// The log of events -> a page of it. Entry point: ListEvents.
#include <algorithm>

#include "server/base/status_macros.h"
#include "server/cards/plan.h"
#include "server/reconcile/event_cursor.h"
#include "server/reconcile/live_reconciler.h"

namespace landfall::reconcile {
namespace {

using store::EventCursor;
using store::StoreView;

// A call looks at so many events, however few of them are wanted.
constexpr int kMostLookedAt = 10000;

// Whether the log is read from its end towards its beginning.
bool GoesBack(const model::EventsQuery& query) {
  return query.newest_first || (query.polling && query.cursor.empty());
}

// Who is a candidate of an ambiguous record, an event does not say.
bool MayConcern(const std::string& entity, const model::CardEvent& event) {
  return std::any_of(event.entities.begin(), event.entities.end(),
                     [&](const std::string& line) {
                       return line == entity || line == cards::kAmbiguousName ||
                              line == cards::kUnmappedName;
                     });
}

bool HasReason(model::ReasonCode reason, const model::CardEvent& event) {
  if (event.type == model::EventType::kLeft) return true;
  return std::find(event.reasons.begin(), event.reasons.end(), reason) !=
         event.reasons.end();
}

bool IsWanted(const model::Settings& settings, const model::EventsQuery& query,
              const model::CardEvent& event) {
  return (query.card.empty() || event.card == query.card) &&
         (query.source.empty() || event.source == query.source) &&
         (!query.type || event.type == *query.type) &&
         (query.channel.empty() ||
          settings.IsOfChannel(event.source, query.channel)) &&
         (query.entity.empty() || MayConcern(query.entity, event)) &&
         (!query.reason || HasReason(*query.reason, event));
}

// Where a reading begins.
absl::StatusOr<EventCursor> Begin(const base::Hasher& hasher,
                                  const StoreView& view,
                                  const model::EventsQuery& query) {
  LF_ASSIGN_OR_RETURN(const EventCursor dropped, view.DroppedThrough());
  if (query.cursor.empty() && query.from_now) return EndOf(view.revision());
  if (query.cursor.empty()) {
    return GoesBack(query) ? EventCursor::End() : dropped;
  }
  const auto cursor = ReadCursor(hasher, query.cursor);
  if (!cursor) {
    return absl::InvalidArgumentError(
        "cursor: was not given out by this server");
  }
  if (query.polling && *cursor < dropped) return dropped;
  if (!query.newest_first && *cursor < dropped) {
    return absl::OutOfRangeError(
        "cursor: events after it are no longer kept; begin without a cursor");
  }
  return *cursor;
}

}  // namespace

absl::StatusOr<model::EventsPage> LiveReconciler::ListEvents(
    const model::EventsQuery& query) const {
  const base::Hasher& hasher = rulebook_.hasher();
  const std::shared_ptr<const StoreView> view = live_.Read()->view;
  LF_ASSIGN_OR_RETURN(EventCursor last, Begin(hasher, *view, query));
  model::EventsPage page;
  int looked_at = 0;
  LF_RETURN_IF_ERROR(view->ForEachEvent(
      last,
      GoesBack(query) ? StoreView::EventOrder::kNewestFirst
                      : StoreView::EventOrder::kOldestFirst,
      [&](EventCursor cursor, const store::LoggedEvent& logged) {
        if (static_cast<int>(page.events.size()) == query.page_size ||
            ++looked_at > kMostLookedAt) {
          page.more = true;
          return false;
        }
        last = cursor;
        if (IsWanted(settings(), query, logged.event)) {
          page.events.push_back({EventId(hasher, cursor),
                                 WriteCursor(hasher, cursor), logged.event});
        }
        return true;
      }));
  if (query.polling) {
    // What lies before the newest events is none of the next call's business.
    if (GoesBack(query))
      page.more = false;
    else
      std::reverse(page.events.begin(), page.events.end());
  }
  if (!page.more && !query.newest_first) last = EndOf(view->revision());
  page.next_cursor = WriteCursor(hasher, last);
  return page;
}

}  // namespace landfall::reconcile
