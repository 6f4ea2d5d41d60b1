// Turns a record reference into the record and everything that is said about
// it. Entry point: GetRecord.
#include "server/base/status_macros.h"
#include "server/index/guests.h"
#include "server/reconcile/embedded_reconciler.h"
#include "server/reconcile/question.h"
#include "server/verdict/explain.h"

namespace landfall::reconcile {
namespace {

absl::Status NotHeld() {
  return absl::NotFoundError("record: Landfall does not hold this record");
}

bool ExistsAt(const model::Record& record, absl::Time as_of) {
  return !(record.created && *record.created > as_of) &&
         !(record.deleted && *record.deleted <= as_of);
}

}  // namespace

absl::StatusOr<RecordView> EmbeddedReconciler::GetRecord(
    const model::RecordQuery& asked) const {
  model::CheckQuery query;
  LF_ASSIGN_OR_RETURN(query.record, Canonical(*rulebook_, asked.record));
  query.as_of = asked.as_of;
  query.keys = asked.keys;
  query.window_days = asked.window_days;
  absl::ReaderMutexLock lock(&state_mutex_);
  RequestRecords records(state_->view, &cache_);
  const index::RowIndex row =
      state_->world.FindRow(rulebook_->RecordId(*query.record));
  absl::StatusOr<RecordView> view =
      row == index::kNone ? ViewOther(std::move(query), &records)
                          : ViewCustomer(std::move(query), row, &records);
  LF_RETURN_IF_ERROR(records.status());
  return view;
}

absl::StatusOr<RecordView> EmbeddedReconciler::ViewCustomer(
    model::CheckQuery query, index::RowIndex row,
    RequestRecords* records) const {
  const index::World& world = state_->world;
  const index::Micros now = absl::ToUnixMicros(query.as_of);
  if (!world.Exists(world.row(row), now)) return NotHeld();
  auto lookup = [&](base::Hash128 id) { return records->Get(id); };
  row = index::Registered(world, row, now);
  RecordView view;
  // A customer that only orders know has no record but a name.
  view.record.ref = *query.record;
  view.record.name = verdict::Describe(world, lookup, row, now).name;
  if (const model::Record* own = lookup(world.row(row).id)) view.record = *own;
  LF_ASSIGN_OR_RETURN(view.check, CheckLocked(query, records));
  return view;
}

absl::StatusOr<RecordView> EmbeddedReconciler::ViewOther(
    model::CheckQuery query, RequestRecords* records) const {
  const index::World& world = state_->world;
  auto lookup = [&](base::Hash128 id) { return records->Get(id); };
  const base::Hash128 id = rulebook_->RecordId(*query.record);
  const model::Record* held = lookup(id);
  if (held == nullptr || !ExistsAt(*held, query.as_of)) return NotHeld();
  LF_ASSIGN_OR_RETURN(const verdict::Question question,
                      QuestionOf(settings(), query));
  RecordView view;
  view.record = *held;
  if (const auto order = world.FindOrder(id); order != index::kNone) {
    // Of an order, the answer is about who placed it.
    query.record = verdict::Describe(world, lookup, world.order(order).customer,
                                     question.as_of())
                       .ref;
    LF_ASSIGN_OR_RETURN(view.check, CheckLocked(query, records));
    return view;
  }
  model::CheckAnswer answer =
      std::holds_alternative<model::ErrorEvent>(held->body)
          ? verdict::ExplainEvent(ContextLocked(), *held, question, lookup)
          : verdict::ExplainNoCustomer(ContextLocked(), *held);
  answer.revision = RevisionLocked();
  view.check = std::make_shared<const SharedAnswer>(std::move(answer));
  return view;
}

}  // namespace landfall::reconcile
