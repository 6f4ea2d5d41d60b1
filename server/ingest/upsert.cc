// Turns batches of records into commits. Entry point: Upsert.
#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/decode/decoder.h"
#include "server/ingest/store_ingest.h"
#include "server/normalize/record_id.h"
#include "server/store/record_codec.h"

namespace landfall::ingest {
namespace {

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

}  // namespace

bool Change::IsNone() const {
  if (steps == 0 || (!before && !after)) return true;
  return steps > 1 && before && after && SameRecord(*before, *after);
}

StoreIngest::StoreIngest(store::RecordStore& store, live::Live& live,
                         store::DuePurges& purges, recall::Recall& recall)
    : store_(store),
      live_(live),
      purges_(purges),
      recall_(recall),
      rulebook_(*live.rulebook()) {}

absl::Status StoreIngest::Plan(model::Record record, absl::Time now,
                               Changes* changes) const {
  const model::Source* source = settings().FindSource(record.ref.source);
  if (source == nullptr || !model::KindOf(source->system, record.ref.type)) {
    return absl::InvalidArgumentError(
        "record: its source and type must be configured");
  }
  // Decoders hand on the one spelling; nobody could ask for a record that
  // another caller stored under a second one.
  LF_ASSIGN_OR_RETURN(record.ref.id,
                      normalize::CanonicalId(settings(), *source, record));
  if (normalize::IsGuestId(*source, record.ref.type, record.ref.id)) {
    return absl::InvalidArgumentError(
        "record: a guest is made of its orders and cannot be stored itself");
  }
  const base::Hash128 id = rulebook_.RecordId(record.ref);
  auto [it, inserted] = changes->by_id.try_emplace(id);
  Change& change = it->second;
  if (inserted && live_.Read()->IsHeld(id)) {
    LF_ASSIGN_OR_RETURN(change.before, changes->view->Get(id));
    change.after = change.before;
  }
  std::optional<model::Record> after;
  const bool deletes = IsDeletionMarker(record);
  if (!deletes) {
    after = std::move(record);
  } else {
    after = change.after;
    if (after && !after->deleted) after->deleted = now;
  }
  if (!after) {
    changes->by_id.erase(it);
    ++changes->counts.skipped;
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
    if (deletes) ++changes->counts.deleted;
  }
  change.after = std::move(after);
  ++change.steps;
  return absl::OkStatus();
}

absl::StatusOr<UpsertCounts> StoreIngest::Upsert(UpsertBatch batch,
                                                 absl::Time now) {
  absl::MutexLock lock(&mutex_);
  Changes changes;
  changes.view = store_.View();
  LF_ASSIGN_OR_RETURN(changes.reads, PlanReads(settings(), live_.Read()->marks,
                                               batch, absl::ToUnixMicros(now)));
  std::set<Scope> scopes;
  if (batch.full.asked) AddScopes(batch, &scopes);
  auto part = batch.parts.begin();
  for (size_t i = 0; i < batch.records.size(); ++i) {
    const UpsertCounts rows = changes.counts;
    LF_RETURN_IF_ERROR(Plan(std::move(batch.records[i]), now, &changes));
    if (part == batch.parts.end() || *part != i) continue;
    changes.counts = rows;
    ++part;
  }
  LF_RETURN_IF_ERROR(TakeFull(batch, scopes, now, &changes));
  UpsertCounts counts = changes.counts;
  counts.incomplete = changes.reads.incomplete;
  if (batch.dry_run) return counts;
  changes.read_at = batch.read_at.value_or(now);
  changes.values = std::move(batch.values);
  const std::string ended = changes.ended_push;
  LF_RETURN_IF_ERROR(Commit(std::move(changes), now));
  if (!ended.empty()) full_pushes_.Close(ended);
  return counts;
}

absl::Status StoreIngest::Commit(Changes changes, absl::Time now) {
  changes.view.reset();
  store::StoreBatch batch;
  batch.intents = std::move(changes.intents);
  batch.values = std::move(changes.values);
  batch.forgotten = std::move(changes.forgotten);
  for (auto& [id, change] : changes.by_id) {
    if (change.IsNone()) continue;
    if (change.before) batch.replaced.emplace(id, *std::move(change.before));
    if (change.after) {
      batch.puts.push_back({id, *std::move(change.after)});
    } else {
      batch.erases.push_back(id);
    }
  }
  if (!changes.reads.entities_read.empty()) {
    const live::Live::Reading state = live_.Read();
    for (const std::string& name : changes.reads.entities_read) {
      const index::Micros at = state->read_times.After(
          rulebook_.FindEntity(name),
          absl::ToUnixMicros(std::min(changes.read_at, now)),
          absl::ToUnixMicros(now));
      batch.values[live::ReadTimeKey(name)] = absl::StrCat(at);
    }
  }
  for (const auto& [name, mark] : changes.reads.marks) {
    batch.values[name] = mark.Encode();
  }
  return store_.Commit(batch).status();
}

}  // namespace landfall::ingest
