#pragma once

#include <optional>
#include <string>

#include "server/cards/collect.h"
#include "server/cards/member_sum.h"
#include "server/cards/plan.h"
#include "server/model/query.h"
#include "server/reconcile/log_keeper.h"
#include "server/reconcile/long_question.h"

namespace landfall::reconcile {

// Where an answer about a card stands in the log of events, so that whoever
// watches from there misses nothing of what changes the answer, and is told
// nothing that is in it already. That place is the end of the log as of the
// revision of the answer, if the log has led to exactly those whom the card
// counts; what tells them apart is a sum of ids. Example: Ann has come onto the
// card in revision 7, and nobody has written that down yet. A list of revision
// 7 with Ann has no place; when revision 8 is the event of Ann, a list of
// revision 8 has the place behind it.
//
// The log knows the card as it is configured and without filters. For a filter
// the card is gathered once more without it. Not thread-safe; neither copied
// nor moved.
class LogPlace {
 public:
  // `plan` is that of the answer. All must outlive this; `keeper` may be
  // nullptr, and then there is no place.
  LogPlace(const index::Rulebook& rulebook, const LogKeeper* keeper,
           const model::CardQuery& query, const cards::CardPlan& plan);
  LogPlace(const LogPlace&) = delete;
  LogPlace& operator=(const LogPlace&) = delete;

  // In step with those of the answer.
  void Gather(LongQuestion& question);
  void Mend(LongQuestion& question, const index::Changes& changes);
  // The cursor; "" when there is none. `answer`: whom the answer counts.
  // REQUIRES: `question` has settled and is not released.
  std::string Cursor(const LongQuestion& question,
                     const cards::MemberSum& answer) const;

 private:
  const index::Rulebook& rulebook_;
  const LogKeeper* keeper_;  // nullptr: there is no place
  const std::string card_;
  std::optional<cards::CardPlan> whole_plan_;  // if the answer has a filter
  std::optional<cards::Collector> whole_;
};

}  // namespace landfall::reconcile
