// Turns batches of records into revisions. Entry points: Upsert and Erase.
#include "absl/cleanup/cleanup.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/index/derive.h"
#include "server/reconcile/changes.h"
#include "server/store/record_codec.h"

namespace landfall::reconcile {
namespace {

bool SameRecord(const model::Record& a, const model::Record& b) {
  return store::EncodeRecord(a) == store::EncodeRecord(b);
}

// A deletion without a time happened when we learnt of it.
bool IsDeletionMarker(const model::Record& record) {
  return record.deleted && *record.deleted == absl::InfinitePast();
}

// A record that is older than the one we hold must not overwrite it: sources
// deliver out of order and repeat themselves.
bool IsOlder(const model::Record& incoming, const model::Record& held) {
  return incoming.modified && held.modified &&
         *incoming.modified < *held.modified;
}

index::Facts FactsOf(const index::Rulebook& rulebook,
                     const std::optional<model::Record>& record) {
  if (!record) return std::monostate();
  return index::DeriveFacts(rulebook, *record);
}

}  // namespace

absl::Status EmbeddedReconciler::Plan(const model::Record& record,
                                      absl::Time now, Changes* changes) const {
  const model::Source* source = settings().FindSource(record.ref.source);
  if (source == nullptr ||
      !model::KindOf(source->system, record.ref.type) ||
      record.ref.id.empty()) {
    return absl::InvalidArgumentError(
        "record: its source and type must be configured and its id not empty");
  }
  const base::Hash128 id = rulebook_->RecordId(record.ref);
  auto [it, inserted] = changes->by_id.try_emplace(id);
  Change& change = it->second;
  if (inserted) {
    std::shared_ptr<const store::StoreView> view = store_->View();
    LF_ASSIGN_OR_RETURN(change.before, view->Get(id));
    change.after = change.before;
  }
  std::optional<model::Record> after = record;
  if (IsDeletionMarker(record)) {
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
  } else if (IsOlder(*after, *change.after) ||
             SameRecord(*after, *change.after)) {
    ++changes->counts.unchanged;
    return absl::OkStatus();
  } else {
    ++changes->counts.updated;
  }
  change.after = std::move(after);
  return absl::OkStatus();
}

absl::StatusOr<UpsertCounts> EmbeddedReconciler::Upsert(
    const UpsertBatch& batch, absl::Time now) {
  absl::MutexLock lock(&write_mutex_);
  Changes changes;
  for (const model::Record& record : batch.records) {
    LF_RETURN_IF_ERROR(Plan(record, now, &changes));
  }
  for (const std::string& entity : batch.entities_read) {
    if (rulebook_->FindEntity(entity) == index::kNoEntity) {
      return absl::InvalidArgumentError(
          "entities_read: not a configured legal entity");
    }
  }
  changes.entities_read = batch.entities_read;
  const UpsertCounts counts = changes.counts;
  LF_RETURN_IF_ERROR(Publish(std::move(changes), now));
  return counts;
}

absl::Status EmbeddedReconciler::Publish(Changes changes, absl::Time now) {
  store::StoreBatch batch;
  std::vector<std::pair<index::Facts, index::Facts>> facts;
  for (auto it = changes.by_id.begin(); it != changes.by_id.end();) {
    const Change& change = it->second;
    const bool same = change.before && change.after &&
                      SameRecord(*change.before, *change.after);
    if (same || (!change.before && !change.after)) {
      it = changes.by_id.erase(it);
      continue;
    }
    facts.emplace_back(FactsOf(*rulebook_, change.before),
                       FactsOf(*rulebook_, change.after));
    if (change.after) {
      batch.puts.push_back({it->first, *change.after});
    } else {
      batch.erases.push_back(it->first);
    }
    ++it;
  }
  if (facts.empty() && changes.entities_read.empty()) return absl::OkStatus();
  int64_t revision = 0;
  {
    absl::ReaderMutexLock lock(&state_mutex_);
    revision = state_->revision + 1;
  }
  const index::Micros read_at = absl::ToUnixMicros(now);
  batch.meta_puts[kRevisionKey] = absl::StrCat(revision);
  for (const std::string& entity : changes.entities_read) {
    batch.meta_puts[ReadTimeKey(entity)] = absl::StrCat(read_at);
  }
  LF_RETURN_IF_ERROR(store_->Apply(batch));
  std::shared_ptr<const store::StoreView> view = store_->View();
  absl::MutexLock lock(&state_mutex_);
  near_.Clear();
  for (const auto& [before, after] : facts) {
    state_->world.Apply(before, after);
  }
  for (const auto& [id, change] : changes.by_id) {
    if (change.before) state_->Count(*change.before, -1);
    if (change.after) state_->Count(*change.after, 1);
  }
  for (const std::string& entity : changes.entities_read) {
    index::Micros& last =
        state_->freshness.last_read[rulebook_->FindEntity(entity)];
    last = std::max(last, read_at);
  }
  state_->view = std::move(view);
  state_->revision = revision;
  return absl::OkStatus();
}

// Everything that carries data of the customer: its own record, its orders,
// its activities, failures about it, its company's locations.
absl::StatusOr<std::vector<base::Hash128>> EmbeddedReconciler::BelongingTo(
    const model::RecordRef& ref) const {
  std::vector<base::Hash128> ids;
  const index::SourceRules* source = rulebook_->FindSource(ref.source);
  auto belongs = [&](const model::Record& record) {
    if (record.ref == ref) return true;
    if (const auto* event = std::get_if<model::ErrorEvent>(&record.body)) {
      return event->record.type == ref.type && event->record.id == ref.id &&
             (event->record.source.empty() ||
              event->record.source == ref.source);
    }
    if (record.ref.source != ref.source) return false;
    if (const auto* order = std::get_if<model::Order>(&record.body)) {
      if (order->customer_id.empty()) {
        return index::GuestOf(*rulebook_, *source, record) == ref;
      }
      return order->customer_type == ref.type && order->customer_id == ref.id;
    }
    if (const auto* row = std::get_if<model::Activity>(&record.body)) {
      for (const auto& [type, id] : row->customers) {
        if (type == ref.type && id == ref.id) return true;
      }
    }
    if (const auto* row = std::get_if<model::CompanyLocation>(&record.body)) {
      return ref.type == "company" && row->company_id == ref.id;
    }
    return false;
  };
  LF_RETURN_IF_ERROR(store_->ForEach(
      [&](base::Hash128 id, const model::Record& record) -> absl::Status {
        if (belongs(record)) ids.push_back(id);
        return absl::OkStatus();
      }));
  // Guests who are this customer at any time share its address.
  absl::ReaderMutexLock lock(&state_mutex_);
  const index::RowIndex row = state_->world.FindRow(rulebook_->RecordId(ref));
  if (row == index::kNone) return ids;
  state_->world.ForEachOrder(
      row, index::kForever,
      [&](const index::OrderRow& order) { ids.push_back(order.id); });
  return ids;
}

absl::Status EmbeddedReconciler::Erase(const model::RecordRef& ref,
                                       absl::Time now) {
  if (rulebook_->FindSource(ref.source) == nullptr) {
    return absl::InvalidArgumentError("record.source: unknown source");
  }
  absl::MutexLock lock(&write_mutex_);
  LF_ASSIGN_OR_RETURN(std::vector<base::Hash128> ids, BelongingTo(ref));
  if (ids.empty()) {
    return absl::NotFoundError("record: Landfall does not hold this record");
  }
  Changes changes;
  std::shared_ptr<const store::StoreView> view = store_->View();
  for (const base::Hash128& id : ids) {
    LF_ASSIGN_OR_RETURN(changes.by_id[id].before, view->Get(id));
  }
  view.reset();
  LF_RETURN_IF_ERROR(Publish(std::move(changes), now));
  return store_->Purge();
}

}  // namespace landfall::reconcile
