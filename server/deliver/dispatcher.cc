// The log of events -> deliveries. Entry point: Plan.
#include "server/deliver/dispatcher.h"

#include <algorithm>
#include <set>
#include <string>

#include "server/base/status_macros.h"
#include "server/deliver/selection.h"
#include "server/reconcile/event_cursor.h"

namespace landfall::deliver {
namespace {

using store::EventCursor;
using store::StoreView;
using store::SubscriptionEnd;

// So much goes into one batch.
constexpr int kMostEvents = 1000;
constexpr int kMostDeliveries = 5000;
// So often the cursor is stored though no delivery came of it, so that the next
// start need not look at all those events again.
constexpr absl::Duration kStoreCursorEvery = absl::Minutes(10);

store::Delivery DeliveryOf(const store::SubscriptionFilter& filter,
                           const model::CardEvent& event, absl::Time now) {
  absl::Time due = now;
  if (event.type == model::EventType::kEntered) {
    due = std::max(due, event.at + absl::Minutes(filter.min_age_minutes));
  }
  return {0, due, due};
}

}  // namespace

absl::Status Dispatcher::Begin(
    const StoreView& view, const std::map<std::string, SubscriptionRef>& all) {
  if (cursor_) return absl::OkStatus();
  LF_ASSIGN_OR_RETURN(EventCursor stored, view.DispatchedThrough());
  // What stood before the first subscription is nobody's.
  EventCursor first = reconcile::EndOf(view.revision());
  for (const auto& [id, subscription] : all) {
    first = std::min(first, subscription->after);
  }
  cursor_ = std::max(stored, first);
  return absl::OkStatus();
}

absl::StatusOr<bool> Dispatcher::Plan(const Outbox::Planning& planning,
                                      absl::Time now, Draft* draft) {
  const std::shared_ptr<const StoreView> view = planning.View();
  std::map<std::string, SubscriptionRef> all = planning.All();
  LF_RETURN_IF_ERROR(Begin(*view, all));
  std::erase_if(
      all, [&](const auto& one) { return draft->Find(one.first) == nullptr; });
  bool more = false;
  int events = 0;
  int deliveries = 0;
  EventCursor through = *cursor_;
  std::set<std::string> told;
  const auto visit = [&](EventCursor cursor, const store::LoggedEvent& logged) {
    if (++events > kMostEvents || deliveries > kMostDeliveries) {
      more = true;
      return false;
    }
    through = cursor;
    for (const auto& [id, subscription] : all) {
      if (!(subscription->after < cursor) ||
          !Selects(settings_, subscription->filter, logged.event)) {
        continue;
      }
      ++deliveries;
      told.insert(id);
      draft->Add({id, cursor},
                 DeliveryOf(subscription->filter, logged.event, now));
    }
    return true;
  };
  if (!all.empty()) {
    LF_RETURN_IF_ERROR(view->ForEachEvent(
        *cursor_, StoreView::EventOrder::kOldestFirst, visit));
  }
  if (!more) through = reconcile::EndOf(view->revision());
  for (const std::string& id : told) {
    draft->Trim(id, limits_.WaitingForEach(all.size()));
  }
  planned_ = through;
  if (deliveries > 0 || (events > 0 && now - stored_at_ > kStoreCursorEvery)) {
    draft->batch().dispatched_through = through;
    stored_at_ = now;
  }
  return more;
}

void Dispatcher::Commit() {
  if (planned_) cursor_ = *planned_;
}

}  // namespace landfall::deliver
