#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "server/cards/plan.h"
#include "server/model/history.h"

namespace landfall::cards {

// A history with everything that a query fixes. Value type.
struct HistoryPlan {
  CardPlan card;                    // at the end of the span
  std::vector<index::Micros> ends;  // of the steps, ascending
  index::Micros from = 0;           // exclusive
};

// The plan of a history. Errors as PlanCard; INVALID_ARGUMENT also when `from`
// does not lie before the end or there were more than kMaxHistoryPoints.
absl::StatusOr<HistoryPlan> PlanHistory(const index::Rulebook& rulebook,
                                        const model::CardHistoryQuery& query);

// The card at the end of every step: each point is what Tally says at its time.
// Costs as much as that many cards. Pure.
model::CardHistory HistoryOf(const verdict::Context& context,
                             const HistoryPlan& plan);

// The nearest-rank percentiles of waits in microseconds. Pure.
model::TimeToPromotion TimeToPromotionOf(std::vector<index::Micros> waits);

}  // namespace landfall::cards
