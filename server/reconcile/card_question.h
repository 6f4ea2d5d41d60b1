#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/cards/collect.h"
#include "server/cards/plan.h"
#include "server/model/card.h"
#include "server/reconcile/log_place.h"
#include "server/reconcile/long_question.h"

namespace landfall::reconcile {

// One card on its way: what a long question gathers of it, in slices, and the
// card that it becomes. Not thread-safe; neither copied nor moved, because what
// is gathered knows its plan.
class CardQuestion {
 public:
  // `rulebook` must outlive this.
  CardQuestion(const index::Rulebook& rulebook, cards::CardPlan plan);
  // With the cursor of its place in the log of events; `keeper` as for
  // LogPlace.
  CardQuestion(const index::Rulebook& rulebook, cards::CardPlan plan,
               const LogKeeper* keeper, const model::CardQuery& query);
  CardQuestion(const CardQuestion&) = delete;
  CardQuestion& operator=(const CardQuestion&) = delete;

  void Gather(LongQuestion& question);
  void Mend(LongQuestion& question, const index::Changes& changes);
  // What only the world of the answer can say. REQUIRES: `question` has
  // settled.
  void Settle(const LongQuestion& question);
  // Adds it up; looks at no world.
  model::Card Finish();

 private:
  void FindLargest(LongQuestion& question);

  const index::Rulebook& rulebook_;
  const cards::CardPlan plan_;
  const std::optional<cards::CardPlan> twin_plan_;
  cards::Collector here_;
  std::optional<cards::Collector> there_;  // the twin's
  std::optional<LogPlace> place_;
  std::optional<model::LargestBlocked> largest_;
  std::vector<std::string> stale_sources_;
  std::string revision_;
  std::string cursor_;
};

}  // namespace landfall::reconcile
