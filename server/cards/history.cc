// Turns a card and a span of time into points. Entry points: PlanHistory and
// HistoryCollector.
#include "server/cards/history.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/cards/collect.h"
#include "server/cards/totals.h"

namespace landfall::cards {
namespace {

using index::Micros;

Micros LengthOf(model::HistoryStep step) {
  constexpr Micros kHour = Micros{3600} * 1000000;
  switch (step) {
    case model::HistoryStep::kHour:
      return kHour;
    case model::HistoryStep::kDay:
      return 24 * kHour;
    case model::HistoryStep::kWeek:
      return 7 * 24 * kHour;
  }
  return kHour;
}

// The smallest value that `percent` of a hundred do not exceed.
double NearestRank(const std::vector<Micros>& sorted, size_t percent) {
  const size_t rank = (percent * sorted.size() + 99) / 100;
  return static_cast<double>(sorted[rank - 1]) * 1e-6;
}

// False when a history is the same after `changes`.
bool MayChange(const verdict::Context& context, const HistoryPlan& plan,
               const index::Changes& changes) {
  if (plan.card.population == Population::kEvents) {
    return changes.all || changes.events;
  }
  // Where somebody was before the change nobody knows any more, so everybody
  // but masters may have been in some window.
  return changes.all || changes.crowds || changes.reads ||
         std::any_of(changes.rows.begin(), changes.rows.end(),
                     [&](index::RowIndex row) {
                       return !context.world.row(row).Is(index::Row::kMaster);
                     });
}

}  // namespace

absl::StatusOr<HistoryPlan> PlanHistory(const index::Rulebook& rulebook,
                                        const model::CardHistoryQuery& query) {
  HistoryPlan plan;
  LF_ASSIGN_OR_RETURN(plan.card, PlanCard(rulebook, query.card));
  const Micros to = plan.card.question.as_of();
  const Micros step = LengthOf(query.step);
  plan.from = absl::ToUnixMicros(query.from);
  if (plan.from >= to) {
    return absl::InvalidArgumentError("from: must lie before to");
  }
  if ((to - plan.from - 1) / step >= model::kMaxHistoryPoints) {
    return absl::InvalidArgumentError(
        absl::StrCat("step: from and to are more than ",
                     model::kMaxHistoryPoints, " steps apart"));
  }
  for (Micros end = plan.from + step; end < to; end += step) {
    plan.ends.push_back(end);
  }
  plan.ends.push_back(to);
  return plan;
}

model::TimeToPromotion TimeToPromotionOf(std::vector<Micros> waits) {
  model::TimeToPromotion time;
  time.landed = static_cast<int>(waits.size());
  if (waits.empty()) return time;
  std::sort(waits.begin(), waits.end());
  time.p50_seconds = NearestRank(waits, 50);
  time.p90_seconds = NearestRank(waits, 90);
  time.p99_seconds = NearestRank(waits, 99);
  return time;
}

void HistoryCollector::AddUp(Point* point) {
  if (point->collector == nullptr) return;
  Collection collection = point->collector->Take();
  point->totals = TotalsOf(point->card, collection);
  point->waits = std::move(collection.waits);
  point->collector.reset();
}

void HistoryCollector::Gather(const verdict::Context& context,
                              verdict::RecordLookup lookup, GiveWay give_way) {
  points_.clear();
  too_large_ = false;
  size_t kept = 0;
  Micros begin = plan_.from;
  for (const Micros end : plan_.ends) {
    if (!context.Spend(base::Budget::kLarge)) return;
    Point& point = points_.emplace_back();
    point.begin = begin;
    point.card = plan_.card;
    point.card.question.window.start += end - plan_.card.question.window.end;
    point.card.question.window.end = end;
    point.collector =
        std::make_unique<Collector>(point.card, Wanted{.landed_after = begin});
    point.collector->Gather(context, lookup, give_way);
    begin = end;
    kept += point.collector->weight();
    if (kept <= kMostKept) continue;
    too_large_ = true;
    for (Point& gathered : points_) AddUp(&gathered);
  }
}

void HistoryCollector::Mend(const verdict::Context& context,
                            const index::Changes& changes,
                            verdict::RecordLookup lookup, GiveWay give_way) {
  if (too_large_ && MayChange(context, plan_, changes)) {
    Gather(context, lookup, give_way);
  }
  if (too_large_) return;
  for (Point& point : points_) {
    give_way();
    if (!context.Spend(base::Budget::kLarge)) return;
    point.collector->Mend(context, changes, lookup, give_way);
  }
}

void HistoryCollector::TakeSeen(const SeenLandings& seen) {
  std::vector<Point*> points;
  for (Point& point : points_) {
    AddUp(&point);
    if (point.begin >= seen.since) point.waits.clear();
    points.push_back(&point);
  }
  for (const SeenLandings::Landing& landing : seen.landings) {
    const auto end =
        std::lower_bound(plan_.ends.begin(), plan_.ends.end(), landing.at);
    if (landing.at <= plan_.from || end == plan_.ends.end()) continue;
    Point& point = *points[end - plan_.ends.begin()];
    if (point.begin >= seen.since) point.waits.push_back(landing.wait);
  }
}

model::CardHistory HistoryCollector::Finish(const index::Rulebook& rulebook,
                                            const SeenLandings& seen) {
  model::CardHistory history;
  if (!points_.empty() && points_.back().begin >= seen.since) {
    history.seen_since = absl::FromUnixMicros(seen.since);
  }
  TakeSeen(seen);
  std::vector<Micros> all;
  for (const Point& gathered : points_) {
    const Totals& totals = gathered.totals;
    model::CardHistoryPoint point;
    point.as_of = absl::FromUnixMicros(gathered.card.question.as_of());
    point.count = totals.count;
    point.not_promoted = totals.stages.not_promoted;
    point.awaiting_sync = totals.stages.awaiting_sync;
    point.in_window = totals.stages.in_window;
    point.blocked_value = {rulebook.settings().reporting_currency,
                           totals.blocked_value};
    point.unpriced_orders = totals.unpriced_orders;
    point.alert_firing = totals.alert_firing;
    point.time_to_promotion = TimeToPromotionOf(gathered.waits);
    history.points.push_back(std::move(point));
    all.insert(all.end(), gathered.waits.begin(), gathered.waits.end());
  }
  history.time_to_promotion = TimeToPromotionOf(std::move(all));
  return history;
}

}  // namespace landfall::cards
