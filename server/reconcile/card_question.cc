#include "server/reconcile/card_question.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/cards/tally.h"
#include "server/live/read_marks.h"

namespace landfall::reconcile {
namespace {

// The sources that keep failures to themselves, beside `stale`: a log with gaps
// does not say that nothing failed.
std::vector<std::string> WithCutShortLogs(const live::State& state,
                                          const index::Rulebook& rulebook,
                                          const cards::CardPlan& plan,
                                          std::vector<std::string> stale) {
  std::set<std::string> all(stale.begin(), stale.end());
  for (const index::SourceRules& rules : rulebook.sources()) {
    if (!plan.Passes(rules)) continue;
    const model::Source& source = *rules.source;
    for (const live::UnreadStatus& unread :
         live::UnreadOf(rulebook.settings(), source, state.marks)) {
      const bool log = model::KindOf(source.system, unread.type) ==
                       model::RecordKind::kErrorEvent;
      if (log && unread.cut_short) all.insert(source.id);
    }
  }
  return {all.begin(), all.end()};
}

}  // namespace

CardQuestion::CardQuestion(const index::Rulebook& rulebook,
                           cards::CardPlan plan, KeptCards* kept)
    : rulebook_(rulebook),
      plan_(std::move(plan)),
      twin_plan_(cards::TwinPlan(rulebook, plan_)),
      kept_(kept),
      kept_here_(Kept(plan_)),
      kept_there_(twin_plan_ ? Kept(*twin_plan_) : nullptr) {
  if (kept_here_ == nullptr) {
    here_.emplace(plan_, cards::Wanted{.reasons = true, .breakdown = true});
  }
  if (twin_plan_ && kept_there_ == nullptr) {
    there_.emplace(*twin_plan_, cards::Wanted());
  }
}

CardQuestion::CardQuestion(const index::Rulebook& rulebook,
                           cards::CardPlan plan, KeptCards* kept,
                           const LogKeeper* keeper,
                           const model::CardQuery& query)
    : CardQuestion(rulebook, std::move(plan), kept) {
  place_.emplace(rulebook, keeper, query, plan_);
}

void CardQuestion::Gather(LongQuestion& question) {
  const auto find = [&](base::Hash128 id) { return question.Find(id); };
  const auto give_way = [&] { question.GiveWay(); };
  BringUp(question);
  if (here_) here_->Gather(question.context(), find, give_way);
  if (there_) there_->Gather(question.context(), find, give_way);
  if (place_) place_->Gather(question);
  FindLargest(question);
}

void CardQuestion::BringUp(LongQuestion& question) {
  const absl::Time now = absl::FromUnixMicros(plan_.question.as_of());
  for (cards::KeptCard* card : {kept_here_, kept_there_}) {
    if (card != nullptr) kept_->BringUp(question, now, {&card, 1});
  }
}

const std::vector<cards::CountedCustomer>& CardQuestion::customers() const {
  return kept_here_ != nullptr ? kept_here_->collection().customers
                               : here_->customers();
}

void CardQuestion::Mend(LongQuestion& question, const index::Changes& changes) {
  const auto find = [&](base::Hash128 id) { return question.Find(id); };
  const auto give_way = [&] { question.GiveWay(); };
  BringUp(question);
  if (there_) there_->Mend(question.context(), changes, find, give_way);
  if (place_) place_->Mend(question, changes);
  if (!here_ || here_->Mend(question.context(), changes, find, give_way)) {
    FindLargest(question);
  }
}

// Of several equally large ones the one that the list shows first.
void CardQuestion::FindLargest(LongQuestion& question) {
  largest_.reset();
  std::vector<const cards::CountedCustomer*> best;
  question.Apart([&] { best = cards::LargestOf(plan_, customers()); });
  const auto find = [&](base::Hash128 id) { return question.Find(id); };
  for (const cards::CountedCustomer* customer : best) {
    question.GiveWay();
    if (!question.context().Spend(base::Budget::kLarge)) return;
    const index::World& world = question.context().world;
    // Gone since, and so told among the changes.
    if (!world.Exists(world.row(customer->row), plan_.question.as_of())) return;
    verdict::Description who =
        verdict::Describe(world, find, customer->row, plan_.question.as_of());
    if (largest_ && !(who.ref < largest_->record)) continue;
    largest_ = {std::move(who.name), cards::LargestValue(plan_, *customer),
                std::move(who.ref)};
  }
}

void CardQuestion::Settle(const LongQuestion& question) {
  stale_sources_ = cards::StaleSources(question.context(), plan_);
  if (plan_.population == cards::Population::kEvents) {
    stale_sources_ = WithCutShortLogs(question.state(), rulebook_, plan_,
                                      std::move(stale_sources_));
  }
  revision_ = absl::StrCat(question.state().revision);
  if (!place_) return;
  cursor_ =
      place_->Cursor(question, here_ ? here_->Members(question.context().world)
                                     : kept_here_->members());
}

model::Card CardQuestion::Finish() {
  cards::Collection gathered_here, gathered_there;
  if (here_) gathered_here = here_->Take();
  if (there_) gathered_there = there_->Take();
  model::Card card = here_ ? cards::Tally(rulebook_, plan_, gathered_here)
                           : kept_here_->Tallied(rulebook_);
  const cards::Collection& here =
      here_ ? gathered_here : kept_here_->collection();
  const cards::Collection* there = nullptr;
  if (there_) there = &gathered_there;
  if (kept_there_ != nullptr) there = &kept_there_->collection();
  card.twin = cards::CompareTwin(rulebook_, plan_, here, there);
  card.largest = std::move(largest_);
  card.stale_sources = std::move(stale_sources_);
  card.complete = card.stale_sources.empty();
  card.revision = std::move(revision_);
  card.cursor = std::move(cursor_);
  return card;
}

}  // namespace landfall::reconcile
