// Turns queries into answers at one revision: checks.
#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/index/guests.h"
#include "server/index/known.h"
#include "server/reconcile/live_reconciler.h"
#include "server/reconcile/question.h"
#include "server/verdict/basic.h"
#include "server/verdict/explain.h"

namespace landfall::reconcile {
namespace {

// So often a batch lets a writer pass before it keeps the writer out.
constexpr int kTriesOneByOne = 2;

absl::Status CheckEntities(const index::Rulebook& rulebook,
                           const std::vector<std::string>& entities) {
  for (const std::string& entity : entities) {
    LF_RETURN_IF_ERROR(
        index::CheckEntity(rulebook, "expected_entities", entity));
  }
  return absl::OkStatus();
}

// Writing the short answer about an upstream customer costs less than
// remembering it.
bool PaysToRemember(const index::Rulebook& rulebook,
                    const model::CheckQuery& query) {
  if (query.view == model::CheckView::kFull) return true;
  const index::SourceRules* source =
      query.record ? rulebook.FindSource(query.record->source) : nullptr;
  return source != nullptr && source->master;
}

}  // namespace

LiveReconciler::LiveReconciler(const live::Live& live, recall::Recall& recall,
                               absl::string_view secret, LogKeeper* keeper)
    : live_(live),
      recall_(recall),
      rulebook_(*live.rulebook()),
      tokens_(secret),
      keeper_(keeper) {}

AnswerRef Share(const live::State& state, model::CheckAnswer answer,
                model::CheckView view) {
  if (view == model::CheckView::kBasic) verdict::MakeBasic(&answer);
  answer.revision = absl::StrCat(state.revision);
  return std::make_shared<const model::CheckAnswer>(std::move(answer));
}

verdict::Context LiveReconciler::ContextAt(const live::State& state,
                                           absl::Time now,
                                           base::Budget* budget) const {
  return {state.world,
          verdict::Freshness(state.read_times, absl::ToUnixMicros(now)),
          state.prices,
          &recall_,
          nullptr,
          budget};
}

absl::StatusOr<AnswerRef> LiveReconciler::Check(
    const model::CheckQuery& query) const {
  const live::Live::Reading state = live_.Read();
  RequestRecords records(state->view, recall_);
  return CheckAt(*state, query, &records);
}

std::optional<absl::StatusOr<AnswerRef>> LiveReconciler::TryCheck(
    const model::CheckQuery& query) const {
  const std::optional<live::Live::Reading> state = live_.TryRead();
  if (!state) return std::nullopt;
  RequestRecords records((*state)->view, recall_);
  return CheckAt(**state, query, &records);
}

absl::StatusOr<std::vector<absl::StatusOr<AnswerRef>>>
LiveReconciler::CheckBatch(const std::vector<model::CheckQuery>& queries,
                           base::Budget& budget) const {
  for (int i = 0; i < kTriesOneByOne; ++i) {
    auto answers = CheckOneByOne(queries, budget);
    LF_RETURN_IF_ERROR(budget.status());
    if (answers.size() == queries.size()) return answers;
  }
  // So much is written that the writer has to be kept out.
  LF_ASSIGN_OR_RETURN(const auto visit, live_.Visit(budget));
  auto answers = CheckOneByOne(queries, budget);
  LF_RETURN_IF_ERROR(budget.status());
  return answers;
}

std::vector<absl::StatusOr<AnswerRef>> LiveReconciler::CheckOneByOne(
    const std::vector<model::CheckQuery>& queries, base::Budget& budget) const {
  std::vector<absl::StatusOr<AnswerRef>> answers;
  answers.reserve(queries.size());
  int64_t revision = 0;
  for (const model::CheckQuery& query : queries) {
    if (!budget.Spend(base::Budget::kLarge)) break;
    const live::Live::Reading state = live_.Read();
    if (answers.empty()) revision = state->revision;
    if (revision != state->revision) break;
    RequestRecords records(state->view, recall_);
    answers.push_back(CheckAt(*state, query, &records));
  }
  return answers;
}

absl::StatusOr<AnswerRef> LiveReconciler::CheckAt(
    const live::State& state, const model::CheckQuery& query,
    RequestRecords* records) const {
  const bool remembers = PaysToRemember(rulebook_, query);
  base::Hash128 key;
  if (remembers) key = recall::AnswerMemory::KeyOf(rulebook_.hasher(), query);
  verdict::Context context = ContextAt(state, query.now);
  // What was said while no read time lay ahead of the clock may be wrong now.
  if (remembers && !context.freshness.AnyAhead()) {
    if (AnswerRef known = recall_.FindAnswer(key, state.revision,
                                             absl::ToUnixMicros(query.as_of))) {
      return known;
    }
  }
  LF_ASSIGN_OR_RETURN(const verdict::Question question,
                      QuestionOf(settings(), query));
  index::RowIndex row = index::kNone;
  if (query.record) {
    LF_ASSIGN_OR_RETURN(const model::RecordRef ref,
                        index::CanonicalRef(rulebook_, *query.record));
    const base::Hash128 id = rulebook_.RecordId(ref);
    row = state.world.FindRow(id);
    if (row == index::kNone) {
      LF_ASSIGN_OR_RETURN(AnswerRef behind,
                          CheckBehind(state, query, id, question, records));
      if (behind != nullptr) return behind;
    }
  }
  verdict::Touched touched;
  context.consulted = &touched.near;
  LF_ASSIGN_OR_RETURN(model::CheckAnswer answer,
                      Decide(query, row, question, context, records, &touched));
  LF_RETURN_IF_ERROR(records->status());
  AnswerRef shared = Share(state, std::move(answer), query.view);
  if (!remembers) return shared;
  if (const auto span = verdict::StableSpanOf(context, touched, question)) {
    recall_.KeepAnswer(key, state.revision, *span, shared);
  }
  return shared;
}

absl::StatusOr<model::CheckAnswer> LiveReconciler::Decide(
    const model::CheckQuery& query, index::RowIndex row,
    const verdict::Question& question, const verdict::Context& context,
    RequestRecords* records, verdict::Touched* touched) const {
  if (query.record.has_value() == query.customer.has_value()) {
    return absl::InvalidArgumentError(
        "subject: give exactly one of record and customer");
  }
  if (query.record && !query.ship_to_country.empty()) {
    return absl::InvalidArgumentError(
        "ship_to_country: allowed only with customer");
  }
  LF_RETURN_IF_ERROR(CheckEntities(rulebook_, query.expected_entities));
  if (query.record) {
    return DecideRecord(query, row, question, context, records, touched);
  }
  const match::Subject subject = match::SubjectOf(rulebook_, *query.customer);
  touched->keys = subject.keys;
  auto lookup = [&](base::Hash128 id) { return records->Get(id); };
  const verdict::Assessment assessment = verdict::AssessKeys(
      context, subject, question,
      expect::ExpectForCaller(rulebook_, query.expected_entities,
                              query.ship_to_country));
  if (query.view == model::CheckView::kBasic) {
    return verdict::BasicOfKeys(context, assessment, question, *query.customer,
                                lookup);
  }
  return verdict::ExplainKeys(context, assessment, question, *query.customer,
                              lookup);
}

absl::StatusOr<model::CheckAnswer> LiveReconciler::DecideRecord(
    const model::CheckQuery& query, index::RowIndex row,
    const verdict::Question& question, const verdict::Context& context,
    RequestRecords* records, verdict::Touched* touched) const {
  auto lookup = [&](base::Hash128 id) { return records->Get(id); };
  if (row == index::kNone) return verdict::ExplainNotHeld(context);
  touched->rows = {row};
  if (!context.world.Exists(context.world.row(row), question.as_of())) {
    return verdict::ExplainNotHeld(context);
  }
  if (context.world.row(row).Is(index::Row::kMaster)) {
    return verdict::ExplainMaster(context, row, question, lookup, query.view);
  }
  row = index::Registered(context.world, row, question.as_of());
  const verdict::Assessment assessment =
      query.expected_entities.empty()
          ? verdict::AssessCustomer(context, row, question)
          : verdict::AssessCustomer(
                context, row, question,
                expect::ExpectForCaller(rulebook_, query.expected_entities,
                                        ""));
  if (query.view == model::CheckView::kBasic) {
    return verdict::BasicOfCustomer(context, assessment, question, lookup);
  }
  return verdict::ExplainCustomer(context, assessment, question, lookup, {});
}

}  // namespace landfall::reconcile
