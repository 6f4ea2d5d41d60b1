// Turns batches of records into revisions. Entry point: Upsert.
#include <map>
#include <set>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "server/base/no_way_back.h"
#include "server/base/status_macros.h"
#include "server/decode/decoder.h"
#include "server/decode/reference.h"
#include "server/index/derive.h"
#include "server/reconcile/changes.h"
#include "server/reconcile/question.h"
#include "server/store/record_codec.h"

namespace landfall::reconcile {
namespace {

// So many records ahead the places of a record in memory are fetched.
constexpr size_t kAhead = 8;

// What a change of a record does to the world.
struct Step {
  base::Hash128 id;
  index::Facts before;
  index::Facts after;
  bool held;
};

bool SameRecord(const model::Record& a, const model::Record& b) {
  return store::EncodeRecord(a) == store::EncodeRecord(b);
}

// A deletion without a time happened when we learnt of it.
bool IsDeletionMarker(const model::Record& record) {
  return record.deleted && *record.deleted == absl::InfinitePast();
}

// A record that is older than the one we hold must not overwrite it: sources
// deliver out of order and repeat themselves. What we hold of a time that is
// yet to come (a clock was wrong once) is not newer than anything.
bool IsOlder(const model::Record& incoming, const model::Record& held,
             absl::Time now) {
  return incoming.modified && held.modified &&
         *incoming.modified < *held.modified &&
         *held.modified <= now + decode::kMaxAhead;
}

index::Facts FactsOf(const index::Rulebook& rulebook,
                     const std::optional<model::Record>& record) {
  if (!record) return std::monostate();
  return index::DeriveFacts(rulebook, *record);
}

}  // namespace

// True when the batch leaves the record as it is: it may have gone to and fro.
bool EmbeddedReconciler::Change::IsNone() const {
  if (steps == 0 || (!before && !after)) return true;
  return steps > 1 && before && after && SameRecord(*before, *after);
}

absl::Status EmbeddedReconciler::Plan(model::Record record, absl::Time now,
                                      Changes* changes) const {
  const model::Source* source = settings().FindSource(record.ref.source);
  if (source == nullptr || !model::KindOf(source->system, record.ref.type)) {
    return absl::InvalidArgumentError(
        "record: its source and type must be configured");
  }
  // Decoders hand on the one spelling; nobody could ask for a record that
  // another caller stored under a second one.
  LF_ASSIGN_OR_RETURN(record.ref.id,
                      decode::CanonicalId(settings(), *source, record));
  if (decode::IsGuestId(*source, record.ref.type, record.ref.id)) {
    return absl::InvalidArgumentError(
        "record: a guest is made of its orders and cannot be stored itself");
  }
  const base::Hash128 id = rulebook_->RecordId(record.ref);
  auto [it, inserted] = changes->by_id.try_emplace(id);
  Change& change = it->second;
  if (inserted && IsHeld(id)) {
    LF_ASSIGN_OR_RETURN(change.before, changes->view->Get(id));
    change.after = change.before;
  }
  std::optional<model::Record> after;
  if (!IsDeletionMarker(record)) {
    after = std::move(record);
  } else {
    after = change.after;
    if (after && !after->deleted) after->deleted = now;
  }
  if (!after) {
    changes->by_id.erase(it);
    ++changes->counts.unchanged;
    return absl::OkStatus();
  }
  if (!change.after) {
    ++changes->counts.inserted;
  } else if (IsOlder(*after, *change.after, now) ||
             SameRecord(*after, *change.after)) {
    ++changes->counts.unchanged;
    return absl::OkStatus();
  } else {
    ++changes->counts.updated;
  }
  change.after = std::move(after);
  ++change.steps;
  return absl::OkStatus();
}

bool EmbeddedReconciler::IsHeld(base::Hash128 id) const {
  absl::ReaderMutexLock lock(&state_mutex_);
  return state_->IsHeld(id);
}

absl::StatusOr<UpsertCounts> EmbeddedReconciler::Upsert(UpsertBatch batch,
                                                        absl::Time now) {
  absl::MutexLock lock(&write_mutex_);
  Changes changes;
  changes.view = store_->View();
  {
    absl::ReaderMutexLock state_lock(&state_mutex_);
    LF_ASSIGN_OR_RETURN(
        changes.reads,
        PlanReads(settings(), state_->marks, batch, absl::ToUnixMicros(now)));
  }
  std::set<Scope> scopes;
  if (batch.full.asked) AddScopes(batch, &scopes);
  for (model::Record& record : batch.records) {
    LF_RETURN_IF_ERROR(Plan(std::move(record), now, &changes));
  }
  LF_RETURN_IF_ERROR(TakeFull(batch, scopes, now, &changes));
  UpsertCounts counts = changes.counts;
  counts.incomplete = changes.reads.incomplete;
  if (batch.dry_run) return counts;
  const std::string ended = changes.ended_push;
  LF_RETURN_IF_ERROR(Publish(std::move(changes), now));
  if (!ended.empty()) full_pushes_.Close(ended);
  return counts;
}

absl::Status EmbeddedReconciler::Publish(Changes changes, absl::Time now) {
  changes.view.reset();
  store::StoreBatch batch;
  batch.intents = std::move(changes.intents);
  std::vector<Step> steps;
  steps.reserve(changes.by_id.size());
  for (auto& [id, change] : changes.by_id) {
    if (change.IsNone()) continue;
    steps.push_back({id, FactsOf(*rulebook_, change.before),
                     FactsOf(*rulebook_, change.after),
                     change.after.has_value()});
    if (change.after) {
      batch.puts.push_back({id, *std::move(change.after)});
    } else {
      batch.erases.push_back(id);
    }
  }
  const ReadPlan& said = changes.reads;
  if (steps.empty() && said.entities_read.empty() && said.marks.empty()) {
    return absl::OkStatus();
  }
  std::map<index::EntityIndex, index::Micros> reads;
  {
    absl::ReaderMutexLock lock(&state_mutex_);
    for (const std::string& name : said.entities_read) {
      const index::EntityIndex entity = rulebook_->FindEntity(name);
      reads[entity] = state_->read_times.After(entity, absl::ToUnixMicros(now));
    }
  }
  for (const auto& [entity, at] : reads) {
    batch.values[ReadTimeKey(rulebook_->entity(entity).id)] = absl::StrCat(at);
  }
  for (const auto& [name, mark] : said.marks) {
    batch.values[name] = mark.Encode();
  }
  LF_ASSIGN_OR_RETURN(const store::Revision revision, store_->Commit(batch));
  // What is stored must be seen: the store can make a new state, half of one
  // cannot be mended.
  const base::NoWayBack no_way_back;
  std::shared_ptr<const store::StoreView> view = store_->View();
  long_.EnterWriter();
  const absl::Cleanup leave = [this] { long_.LeaveWriter(); };
  absl::MutexLock lock(&state_mutex_);
  near_.Clear();
  for (size_t i = 0; i < steps.size(); ++i) {
    const Step& step = steps[i];
    if (i + kAhead < steps.size()) {
      state_->world.Prefetch(steps[i + kAhead].after);
    }
    state_->Apply(step.id, step.before, step.after, step.held);
    cache_.Forget(step.id);
    const auto& before = changes.by_id.at(step.id).before;
    if (before) state_->Count(*before, -1);
  }
  for (const auto& put : batch.puts) state_->Count(put.record, 1);
  for (const auto& [entity, at] : reads) state_->read_times.Set(entity, at);
  state_->SetMarks(said.marks);
  state_->view = std::move(view);
  state_->revision = revision;
  return absl::OkStatus();
}

}  // namespace landfall::reconcile
