// The feed of changes, and the clock -> every card as of now. Entry point:
// BringUp.
#include "server/reconcile/kept_cards.h"

#include "server/base/status_macros.h"
#include "server/cards/plan.h"
#include "server/index/connected.h"

namespace landfall::reconcile {

absl::StatusOr<std::unique_ptr<KeptCards>> KeptCards::Create(
    const live::Live& live, ListenerOf listener_of) {
  std::unique_ptr<KeptCards> kept(new KeptCards(live));
  const index::Rulebook& rulebook = *live.rulebook();
  for (const model::CardSettings& card : rulebook.settings().cards) {
    model::CardQuery query;
    query.card = card.id;
    query.as_of = absl::UnixEpoch();
    query.now = query.as_of;
    LF_ASSIGN_OR_RETURN(cards::CardPlan plan, cards::PlanCard(rulebook, query));
    kept->cards_.emplace_back(std::move(plan), listener_of(card.id));
  }
  return kept;
}

void KeptCards::BringUp(LongQuestion& question, absl::Time now) {
  Note(question, now);
  const auto find = [&](base::Hash128 id) { return question.Find(id); };
  const auto give_way = [&] { question.GiveWay(); };
  for (cards::KeptCard& card : cards_) {
    if (!card.BringUp(question.context(), at_, find, give_way)) return;
  }
}

void KeptCards::BringUp(LongQuestion& question, absl::Time now,
                        absl::Span<cards::KeptCard* const> cards) {
  Note(question, now);
  const auto find = [&](base::Hash128 id) { return question.Find(id); };
  const auto give_way = [&] { question.GiveWay(); };
  for (cards::KeptCard* card : cards) {
    if (!card->BringUp(question.context(), at_, find, give_way) ||
        !card->BringUpNear(question.context(), find, give_way)) {
      return;
    }
  }
}

void KeptCards::Note(LongQuestion& question, absl::Time time) {
  const index::Micros now = absl::ToUnixMicros(time);
  index::Changes changes = feed_.Take();
  if (now < at_) {
    changes.AddAll();
    ahead_is_whole_ = false;
  }
  at_ = now;
  AddReached(question, now, &changes);
  for (cards::KeptCard& card : cards_) card.Note(changes);
}

cards::KeptCard* KeptCards::Find(const cards::CardPlan& plan) {
  for (cards::KeptCard& card : cards_) {
    if (card.CanAnswer() && cards::AskSame(card.plan(), plan)) return &card;
  }
  return nullptr;
}

// Whoever is connected with a row may be judged otherwise when the clock gets
// to a time that is stored of it.
void KeptCards::AddReached(LongQuestion& question, index::Micros now,
                           index::Changes* changes) {
  const index::World& world = question.context().world;
  if (changes->all) ahead_is_whole_ = false;
  if (!ahead_is_whole_) {
    ahead_.Clear();
    // Rows that come or change meanwhile are among the next changes.
    for (size_t i = 0; i < world.row_count(); ++i) {
      if (!question.context().Spend(base::Budget::kStep)) return;
      ahead_.Note(world, static_cast<index::RowIndex>(i), now);
      if (i % 1024 == 0) question.GiveWay();
    }
    ahead_is_whole_ = true;
    return;
  }
  for (index::RowIndex row : changes->rows) ahead_.Note(world, row, now);
  for (index::RowIndex row : ahead_.Take(now)) {
    const index::Reach reach = index::ReachOf(world, row);
    changes->crowds |= reach.crowded;
    changes->near = true;
    for (index::RowIndex other : reach.rows) changes->Add(other);
  }
}

}  // namespace landfall::reconcile
