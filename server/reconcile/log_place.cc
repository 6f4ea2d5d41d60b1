#include "server/reconcile/log_place.h"

#include <utility>

#include "server/reconcile/event_cursor.h"

namespace landfall::reconcile {

LogPlace::LogPlace(const index::Rulebook& rulebook, const LogKeeper* keeper,
                   const model::CardQuery& query, const cards::CardPlan& plan)
    : rulebook_(rulebook), keeper_(nullptr), card_(plan.card->id) {
  // The log is about now.
  if (keeper == nullptr ||
      absl::ToUnixMicros(query.as_of) != absl::ToUnixMicros(query.now)) {
    return;
  }
  model::CardQuery plain;
  plain.card = query.card;
  plain.as_of = query.as_of;
  plain.now = query.now;
  auto whole = cards::PlanCard(rulebook, plain);
  if (!whole.ok() ||
      whole->question.window.start != plan.question.window.start ||
      !(whole->question.keys == plan.question.keys)) {
    return;
  }
  keeper_ = keeper;
  const bool filtered = plan.entity != index::kNoEntity ||
                        !plan.source.empty() || !plan.channel.empty();
  if (!filtered) return;
  whole_plan_ = *std::move(whole);
  whole_.emplace(*whole_plan_, cards::Wanted());
}

void LogPlace::Gather(LongQuestion& question) {
  if (!whole_) return;
  whole_->Gather(
      question.context(), [&](base::Hash128 id) { return question.Find(id); },
      [&] { question.GiveWay(); });
}

void LogPlace::Mend(LongQuestion& question, const index::Changes& changes) {
  if (!whole_) return;
  whole_->Mend(
      question.context(), changes,
      [&](base::Hash128 id) { return question.Find(id); },
      [&] { question.GiveWay(); });
}

std::string LogPlace::Cursor(const LongQuestion& question,
                             const cards::MemberSum& answer) const {
  if (keeper_ == nullptr) return "";
  const store::Revision revision = question.state().revision;
  const auto written = keeper_->MembersAt(revision, card_);
  if (!written) return "";
  const cards::MemberSum counted =
      whole_ ? whole_->Members(question.context().world) : answer;
  if (!(*written == counted)) return "";
  return WriteCursor(rulebook_.hasher(), EndOf(revision));
}

}  // namespace landfall::reconcile
