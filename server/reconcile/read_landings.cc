// The log of events -> who landed, and how long that took. Entry point:
// ReadSeenLandings.
#include "server/reconcile/read_landings.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "server/base/status_macros.h"

namespace landfall::reconcile {
namespace {

using index::Micros;
using store::StoreView;

// Since when the log has every event that it still keeps.
absl::StatusOr<Micros> CompleteSince(const StoreView& view) {
  LF_ASSIGN_OR_RETURN(const auto values, view.Values());
  const auto began = values.find(store::kEventsBeganName);
  Micros since = index::kForever;
  if (began == values.end() || !absl::SimpleAtoi(began->second, &since)) {
    return index::kForever;
  }
  return since;
}

bool Passes(const index::Rulebook& rulebook, const cards::CardPlan& plan,
            const model::CardEvent& event) {
  if (event.card != plan.card->id || !event.entered_at ||
      event.because != model::EventCause::kLanded) {
    return false;
  }
  const index::SourceRules* rules = rulebook.FindSource(event.source);
  if (rules == nullptr || !plan.Passes(*rules)) return false;
  return plan.entity == index::kNoEntity ||
         std::find(event.entities.begin(), event.entities.end(),
                   rulebook.entity(plan.entity).id) != event.entities.end();
}

}  // namespace

bool IsSeen(const cards::HistoryPlan& plan,
            const model::CardHistoryQuery& query) {
  return plan.card.measure == cards::Measure::kAbsent &&
         !query.card.window_days && !query.card.keys;
}

absl::StatusOr<cards::SeenLandings> ReadSeenLandings(
    const StoreView& view, const index::Rulebook& rulebook,
    const cards::HistoryPlan& plan, base::Budget& budget) {
  cards::SeenLandings seen;
  LF_ASSIGN_OR_RETURN(seen.since, CompleteSince(view));
  if (seen.since >= plan.ends.back()) return seen;
  const Micros from = std::max(plan.from, seen.since);
  LF_RETURN_IF_ERROR(view.ForEachEvent(
      store::EventCursor::End(), StoreView::EventOrder::kNewestFirst,
      [&](store::EventCursor /*cursor*/, const store::LoggedEvent& logged) {
        const model::CardEvent& event = logged.event;
        const Micros at = absl::ToUnixMicros(event.at);
        if (at <= from || !budget.Spend(base::Budget::kLarge)) return false;
        if (at <= plan.ends.back() && Passes(rulebook, plan.card, event)) {
          seen.landings.push_back(
              {at, absl::ToInt64Microseconds(event.at - *event.entered_at)});
        }
        return true;
      }));
  LF_RETURN_IF_ERROR(budget.status());
  return seen;
}

}  // namespace landfall::reconcile
