#pragma once

#include <list>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "server/cards/kept_card.h"
#include "server/index/times_ahead.h"
#include "server/live/change_feed.h"
#include "server/live/live.h"
#include "server/reconcile/long_question.h"

namespace landfall::reconcile {

// All configured cards, kept as of now. Not thread-safe.
class KeptCards {
 public:
  using ListenerOf =
      absl::FunctionRef<cards::MemberListener&(const std::string& card)>;

  // NOT_FOUND or INVALID_ARGUMENT when a card cannot be planned. `live` and the
  // listeners must outlive this.
  static absl::StatusOr<std::unique_ptr<KeptCards>> Create(
      const live::Live& live, ListenerOf listener_of);
  KeptCards(const KeptCards&) = delete;
  KeptCards& operator=(const KeptCards&) = delete;

  // Brings all cards to the world of `question` and to its time. To be called
  // as what gathers and as what mends, see LongQuestion::Settle. Stops where
  // the question's budget ends; the next call goes on from there.
  void BringUp(LongQuestion& question, absl::Time now);
  // Only these, and as far as a whole card of them needs it.
  void BringUp(LongQuestion& question, absl::Time now,
               absl::Span<cards::KeptCard* const> cards);
  // The card that asks what `plan` asks, at any time; nullptr when none is kept
  // that can answer it.
  cards::KeptCard* Find(const cards::CardPlan& plan);
  // The time that the last BringUp was for.
  absl::Time at() const { return absl::FromUnixMicros(at_); }

  // In the order of the configuration.
  const std::list<cards::KeptCard>& cards() const { return cards_; }

 private:
  explicit KeptCards(const live::Live& live) : feed_(live) {}

  // Tells all cards what has changed.
  void Note(LongQuestion& question, absl::Time time);
  // Adds to `changes` what the clock alone has changed.
  void AddReached(LongQuestion& question, index::Micros now,
                  index::Changes* changes);

  live::ChangeFeed feed_;
  index::TimesAhead ahead_;
  bool ahead_is_whole_ = false;
  index::Micros at_ = index::kNoTime;
  std::list<cards::KeptCard> cards_;
};

}  // namespace landfall::reconcile
