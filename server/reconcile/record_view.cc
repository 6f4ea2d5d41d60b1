// Turns a record reference into the record and everything that is said about
// it. Entry points: GetRecord, and CheckBehind for what is no customer.
#include "server/base/status_macros.h"
#include "server/index/derive.h"
#include "server/index/guests.h"
#include "server/index/known.h"
#include "server/reconcile/live_reconciler.h"
#include "server/reconcile/question.h"
#include "server/verdict/explain.h"

namespace landfall::reconcile {
namespace {

absl::Status NotHeld() {
  return absl::NotFoundError("record: Landfall does not hold this record");
}

// An order is there from when it was placed, which may be long before the shop
// that it was moved to created it.
bool ExistsAt(const model::Record& record, absl::Time as_of) {
  const auto* order = std::get_if<model::Order>(&record.body);
  const auto& since = order == nullptr ? record.created : order->placed_at;
  return !(since && *since > as_of) &&
         !(record.deleted && *record.deleted <= as_of);
}

}  // namespace

absl::StatusOr<RecordView> LiveReconciler::GetRecord(
    const model::RecordQuery& asked) const {
  model::CheckQuery query;
  LF_ASSIGN_OR_RETURN(query.record,
                      index::CanonicalRef(rulebook_, asked.record));
  query.as_of = asked.as_of;
  query.keys = asked.keys;
  query.window_days = asked.window_days;
  query.now = asked.now;
  const live::Live::Reading state = live_.Read();
  RequestRecords records(state->view, recall_);
  const index::RowIndex row =
      state->world.FindRow(rulebook_.RecordId(*query.record));
  absl::StatusOr<RecordView> view =
      row == index::kNone
          ? ViewOther(*state, std::move(query), &records)
          : ViewCustomer(*state, std::move(query), row, &records);
  LF_RETURN_IF_ERROR(records.status());
  return view;
}

absl::StatusOr<RecordView> LiveReconciler::ViewCustomer(
    const live::State& state, model::CheckQuery query, index::RowIndex row,
    RequestRecords* records) const {
  const index::World& world = state.world;
  const index::Micros now = absl::ToUnixMicros(query.as_of);
  if (!world.Exists(world.row(row), now)) return NotHeld();
  auto lookup = [&](base::Hash128 id) { return records->Get(id); };
  row = index::Registered(world, row, now);
  RecordView view;
  // A customer that only orders know has no record but a name.
  view.record.ref = *query.record;
  view.record.name = verdict::Describe(world, lookup, row, now).name;
  if (const model::Record* own = lookup(world.row(row).id)) view.record = *own;
  LF_ASSIGN_OR_RETURN(view.check, CheckAt(state, query, records));
  return view;
}

absl::StatusOr<RecordView> LiveReconciler::ViewOther(
    const live::State& state, model::CheckQuery query,
    RequestRecords* records) const {
  auto lookup = [&](base::Hash128 id) { return records->Get(id); };
  const base::Hash128 id = rulebook_.RecordId(*query.record);
  const model::Record* held = lookup(id);
  if (held == nullptr || !ExistsAt(*held, query.as_of)) return NotHeld();
  RecordView view;
  view.record = *held;
  if (!std::holds_alternative<model::ErrorEvent>(held->body)) {
    LF_ASSIGN_OR_RETURN(view.check, CheckAt(state, query, records));
    return view;
  }
  LF_ASSIGN_OR_RETURN(const verdict::Question question,
                      QuestionOf(settings(), query));
  view.check = Share(state,
                     verdict::ExplainEvent(ContextAt(state, query.now), *held,
                                           question, lookup),
                     model::CheckView::kFull);
  return view;
}

absl::StatusOr<AnswerRef> LiveReconciler::CheckBehind(
    const live::State& state, const model::CheckQuery& query, base::Hash128 id,
    const verdict::Question& question, RequestRecords* records) const {
  const index::World& world = state.world;
  auto lookup = [&](base::Hash128 of) { return records->Get(of); };
  const model::Record* held = lookup(id);
  if (held == nullptr) return AnswerRef();
  const verdict::Context context = ContextAt(state, query.now);
  if (!ExistsAt(*held, query.as_of)) {
    return Share(state, verdict::ExplainNotHeld(context), query.view);
  }
  index::RowIndex row = index::kNone;
  if (const auto order = world.FindOrder(id); order != index::kNone) {
    row = world.order(order).customer;
  } else if (const auto* document = std::get_if<model::Document>(&held->body)) {
    row = world.FindRow(index::CustomerOfDocument(
        rulebook_, *rulebook_.FindSource(held->ref.source), *document));
    if (row == index::kNone ||
        !world.Exists(world.row(row), question.as_of())) {
      return Share(state, verdict::ExplainNoCustomer(context, *held),
                   query.view);
    }
  } else if (!std::holds_alternative<model::ErrorEvent>(held->body)) {
    return Share(state, verdict::ExplainNoCustomer(context, *held), query.view);
  } else {
    const std::vector<index::RowIndex> rows =
        verdict::CustomersOfEvent(context, *held, question);
    if (rows.size() == 1) row = rows.front();
  }
  if (row != index::kNone) {
    model::CheckQuery behind = query;
    behind.record = verdict::Describe(world, lookup, row, question.as_of()).ref;
    return CheckAt(state, behind, records);
  }
  return Share(state, verdict::ExplainEvent(context, *held, question, lookup),
               query.view);
}

}  // namespace landfall::reconcile
