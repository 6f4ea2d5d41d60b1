// Turns a card and a span of time into points. Entry points: PlanHistory and
// HistoryOf.
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

model::CardHistory HistoryOf(const verdict::Context& context,
                             const HistoryPlan& plan) {
  const index::Rulebook& rulebook = context.world.rulebook();
  model::CardHistory history;
  std::vector<Micros> all;
  CardPlan card = plan.card;
  Micros begin = plan.from;
  for (const Micros end : plan.ends) {
    if (!context.Spend(base::Budget::kLarge)) break;
    card.question.window.start += end - card.question.window.end;
    card.question.window.end = end;
    const Collection collection =
        Collect(context, card, Plain::kNumbered, begin);
    const Totals totals = TotalsOf(rulebook, card, collection);
    model::CardHistoryPoint point;
    point.as_of = absl::FromUnixMicros(end);
    point.count = totals.count;
    point.not_promoted = totals.stages.not_promoted;
    point.awaiting_sync = totals.stages.awaiting_sync;
    point.in_window = totals.stages.in_window;
    point.blocked_value = {rulebook.settings().reporting_currency,
                           totals.blocked_value};
    point.unpriced_orders = totals.unpriced_orders;
    point.alert_firing = totals.alert_firing;
    point.time_to_promotion = TimeToPromotionOf(collection.waits);
    history.points.push_back(std::move(point));
    all.insert(all.end(), collection.waits.begin(), collection.waits.end());
    begin = end;
  }
  history.time_to_promotion = TimeToPromotionOf(std::move(all));
  return history;
}

}  // namespace landfall::cards
