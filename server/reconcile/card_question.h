#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/cards/collect.h"
#include "server/cards/plan.h"
#include "server/model/card.h"
#include "server/reconcile/kept_cards.h"
#include "server/reconcile/log_place.h"
#include "server/reconcile/long_question.h"

namespace landfall::reconcile {

// One card on its way: what a long question gathers of it, in slices, and the
// card that it becomes. A card that is kept as of now is brought up to date
// instead, and says the same. Not thread-safe; neither copied nor moved,
// because what is gathered knows its plan.
class CardQuestion {
 public:
  // `rulebook` must outlive this, as must `kept`: the kept cards, if the plan
  // is about their now; else nullptr.
  CardQuestion(const index::Rulebook& rulebook, cards::CardPlan plan,
               KeptCards* kept = nullptr);
  // With the cursor of its place in the log of events; `keeper` as for
  // LogPlace.
  CardQuestion(const index::Rulebook& rulebook, cards::CardPlan plan,
               KeptCards* kept, const LogKeeper* keeper,
               const model::CardQuery& query);
  CardQuestion(const CardQuestion&) = delete;
  CardQuestion& operator=(const CardQuestion&) = delete;

  // True when the card is not gathered.
  bool IsKept() const { return kept_here_ != nullptr; }

  void Gather(LongQuestion& question);
  void Mend(LongQuestion& question, const index::Changes& changes);
  // What only the world of the answer can say. REQUIRES: `question` has
  // settled.
  void Settle(const LongQuestion& question);
  // Adds it up; looks at no world.
  model::Card Finish();

 private:
  // nullptr: it is gathered.
  cards::KeptCard* Kept(const cards::CardPlan& plan) const {
    return kept_ == nullptr ? nullptr : kept_->Find(plan);
  }
  void BringUp(LongQuestion& question);
  const std::vector<cards::CountedCustomer>& customers() const;
  void FindLargest(LongQuestion& question);

  const index::Rulebook& rulebook_;
  const cards::CardPlan plan_;
  const std::optional<cards::CardPlan> twin_plan_;
  KeptCards* const kept_;
  // Of the card and of its twin, if it has one: one of the two each.
  cards::KeptCard* const kept_here_;
  cards::KeptCard* const kept_there_;
  std::optional<cards::Collector> here_;
  std::optional<cards::Collector> there_;
  std::optional<LogPlace> place_;
  std::optional<model::LargestBlocked> largest_;
  std::vector<std::string> stale_sources_;
  std::string revision_;
  std::string cursor_;
};

}  // namespace landfall::reconcile
