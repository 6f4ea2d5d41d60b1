// Turns queries that may take long into answers at one revision: cards, their
// lists and their histories.
#include <algorithm>
#include <list>

#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/cards/history.h"
#include "server/cards/listing.h"
#include "server/reconcile/card_question.h"
#include "server/reconcile/live_reconciler.h"
#include "server/reconcile/long_question.h"
#include "server/reconcile/read_landings.h"

namespace landfall::reconcile {
namespace {

// Answers are not about a time that is later than this after the question. A
// clock that was set back further has the cards gathered until it is there.
constexpr absl::Duration kMostLater = absl::Seconds(1);

// What a page token is about.
std::string QueryText(const model::CardRecordsQuery& query,
                      const cards::CardPlan& plan) {
  return absl::StrCat(query.card.card, "\n",
                      plan.question.window.end - plan.question.window.start,
                      "\n", plan.entity, "\n", plan.source, "\n", plan.channel,
                      "\n", plan.question.keys.Has(model::KeyKind::kEmail),
                      plan.question.keys.Has(model::KeyKind::kExternalId),
                      plan.question.keys.Has(model::KeyKind::kTaxId), "\n",
                      query.reason ? model::ReasonName(*query.reason) : "",
                      "\n", static_cast<int>(query.order));
}

// All of them at one revision.
absl::Status Ask(LongQuestion& question, recall::Recall& recall,
                 std::list<CardQuestion>& cards) {
  LF_RETURN_IF_ERROR(question.Settle(
      [&] {
        for (CardQuestion& card : cards) card.Gather(question);
      },
      [&](const index::Changes& changes) {
        for (CardQuestion& card : cards) card.Mend(question, changes);
      }));
  for (CardQuestion& card : cards) {
    card.Settle(question);
    recall.CountCard(card.IsKept());
  }
  question.Release();
  return absl::OkStatus();
}

}  // namespace

// Time goes on while somebody waits for the kept cards, and who has come before
// may have brought them to a later moment: now is then.
bool LiveReconciler::UseKept(
    absl::Time as_of, absl::Time now,
    absl::FunctionRef<void(KeptCards&, absl::Time)> use) const {
  if (keeper_ == nullptr || !recall_.on() ||
      absl::ToUnixMicros(as_of) != absl::ToUnixMicros(now)) {
    return false;
  }
  bool used = false;
  keeper_->UseKept([&](KeptCards& kept) {
    if (kept.at() - now > kMostLater) return;
    used = true;
    use(kept, std::max(now, kept.at()));
  });
  return used;
}

absl::StatusOr<model::Card> LiveReconciler::GetCard(
    const model::CardQuery& query, base::Budget& budget) const {
  const auto ask = [&](const model::CardQuery& at,
                       KeptCards* kept) -> absl::StatusOr<model::Card> {
    LF_ASSIGN_OR_RETURN(cards::CardPlan plan, cards::PlanCard(rulebook_, at));
    std::list<CardQuestion> cards;
    cards.emplace_back(rulebook_, std::move(plan), kept, keeper_, at);
    LongQuestion question(live_, recall_, at.now, budget);
    LF_RETURN_IF_ERROR(Ask(question, recall_, cards));
    return cards.front().Finish();
  };
  absl::StatusOr<model::Card> card;
  const bool kept =
      UseKept(query.as_of, query.now, [&](KeptCards& cards, absl::Time now) {
        model::CardQuery at = query;
        at.as_of = at.now = now;
        card = ask(at, &cards);
      });
  return kept ? std::move(card) : ask(query, nullptr);
}

absl::StatusOr<std::vector<model::Card>> LiveReconciler::ListCards(
    absl::Time as_of, absl::Time now, base::Budget& budget) const {
  using Cards = std::vector<model::Card>;
  const auto ask = [&](absl::Time as_of, absl::Time now,
                       KeptCards* kept) -> absl::StatusOr<Cards> {
    std::list<CardQuestion> cards;
    for (const model::CardSettings& card : settings().cards) {
      model::CardQuery query;
      query.card = card.id;
      query.as_of = as_of;
      LF_ASSIGN_OR_RETURN(cards::CardPlan plan,
                          cards::PlanCard(rulebook_, query));
      cards.emplace_back(rulebook_, std::move(plan), kept);
    }
    LongQuestion question(live_, recall_, now, budget);
    LF_RETURN_IF_ERROR(Ask(question, recall_, cards));
    Cards answers;
    for (CardQuestion& card : cards) answers.push_back(card.Finish());
    return answers;
  };
  absl::StatusOr<Cards> answers;
  const bool kept =
      UseKept(as_of, now, [&](KeptCards& cards, absl::Time later) {
        answers = ask(later, later, &cards);
      });
  return kept ? std::move(answers) : ask(as_of, now, nullptr);
}

absl::StatusOr<model::CardHistory> LiveReconciler::GetCardHistory(
    const model::CardHistoryQuery& query, base::Budget& budget) const {
  LF_ASSIGN_OR_RETURN(const cards::HistoryPlan plan,
                      cards::PlanHistory(rulebook_, query));
  LongQuestion question(live_, recall_, query.card.now, budget);
  const auto give_way = [&] { question.GiveWay(); };
  cards::HistoryCollector history(plan);
  const auto find = [&](base::Hash128 id) { return question.Find(id); };
  LF_RETURN_IF_ERROR(question.Settle(
      [&] { history.Gather(question.context(), find, give_way); },
      [&](const index::Changes& changes) {
        history.Mend(question.context(), changes, find, give_way);
      }));
  const std::shared_ptr<const store::StoreView> view = question.state().view;
  question.Release();
  cards::SeenLandings seen;
  if (IsSeen(plan, query)) {
    LF_ASSIGN_OR_RETURN(seen, ReadSeenLandings(*view, rulebook_, plan, budget));
  }
  return history.Finish(rulebook_, seen);
}

absl::StatusOr<model::CardRecordsPage> LiveReconciler::ListCardRecords(
    const model::CardRecordsQuery& query, base::Budget& budget) const {
  LF_ASSIGN_OR_RETURN(const cards::CardPlan plan,
                      cards::PlanCard(rulebook_, query.card));
  if (query.page_size < 1) {
    return absl::InvalidArgumentError("page_size: must be at least 1");
  }
  const std::string text = QueryText(query, plan);
  cards::Listing::Query page_query{
      query.reason, query.order, {}, static_cast<size_t>(query.page_size)};
  model::CardRecordsPage page;
  if (!query.page_token.empty()) {
    LF_ASSIGN_OR_RETURN(PageCursor cursor,
                        tokens_.Open(text, query.page_token));
    // A list stays at the time of its first page.
    if (cursor.as_of != plan.question.window.end) {
      return absl::InvalidArgumentError(
          "page_token: was given out for another as_of");
    }
    page_query.after = std::move(cursor.after);
    page.cursor = std::move(cursor.log);
  }
  LongQuestion question(live_, recall_, query.card.now, budget);
  const auto find = [&](base::Hash128 id) { return question.Find(id); };
  const auto give_way = [&] { question.GiveWay(); };
  cards::Collector collector(plan, {.reasons = query.reason.has_value()});
  cards::Listing listing(plan, page_query, collector);
  const bool is_first = query.page_token.empty();
  LogPlace place(rulebook_, is_first ? keeper_ : nullptr, query.card, plan);
  const auto list = [&] {
    question.Apart([&] { listing.Rank(); });
    listing.Describe(question.context(), find, give_way);
    question.Apart([&] { listing.Choose(); });
    page.records = listing.Write(question.context(), find, give_way);
  };
  LF_RETURN_IF_ERROR(question.Settle(
      [&] {
        collector.Gather(question.context(), find, give_way);
        place.Gather(question);
        list();
      },
      [&](const index::Changes& changes) {
        place.Mend(question, changes);
        if (collector.Mend(question.context(), changes, find, give_way)) list();
      }));
  if (is_first) {
    page.cursor =
        place.Cursor(question, collector.Members(question.context().world));
  }
  question.Release();
  page.total_count = static_cast<int>(listing.total());
  if (const auto next = listing.next()) {
    page.next_page_token =
        tokens_.Seal(text, {plan.question.window.end, *next, page.cursor});
  }
  return page;
}

}  // namespace landfall::reconcile
