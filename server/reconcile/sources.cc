// The state of the sources, and the construction of the reconciler.
#include "server/base/status_macros.h"
#include "server/reconcile/changes.h"
#include "server/reconcile/respell.h"

namespace landfall::reconcile {
namespace {

using index::EntityIndex;
using index::kNoTime;
using index::Micros;

// Fills what concerns the legal entities of a master source.
void FillMaster(const index::Rulebook& rulebook,
                const verdict::Freshness& freshness, Micros now,
                SourceStatus* status) {
  bool every = true;
  bool fresh = true;
  bool whole = true;
  Micros oldest = index::kForever;
  Micros ahead = 0;
  for (size_t i = 0; i < rulebook.entity_count(); ++i) {
    const EntityIndex entity = static_cast<EntityIndex>(i);
    const model::LegalEntity& row = rulebook.entity(entity);
    if (row.source != status->id) continue;
    status->companies.push_back(row.company.empty() ? row.id : row.company);
    every &= freshness.EverRead(entity);
    fresh &= freshness.CanAnswer(rulebook, entity, now);
    whole &= !freshness.IsIncomplete(entity, now);
    oldest = std::min(oldest, freshness.LastRead(entity));
    ahead = std::max(ahead, freshness.Ahead(entity));
  }
  if (status->companies.empty()) return;
  status->state = !whole   ? "INCOMPLETE"
                  : !every ? "NEVER_SYNCED"
                  : fresh  ? "FRESH"
                           : "STALE";
  if (oldest != kNoTime) status->last_read = absl::FromUnixMicros(oldest);
  status->read_ahead = absl::Microseconds(ahead);
}

}  // namespace

EmbeddedReconciler::EmbeddedReconciler(
    std::shared_ptr<const index::Rulebook> rulebook,
    std::unique_ptr<store::RecordStore> store,
    std::unique_ptr<store::DuePurges> purges, std::unique_ptr<State> state)
    : rulebook_(std::move(rulebook)),
      store_(std::move(store)),
      purges_(std::move(purges)),
      tokens_(store_->secret()),
      state_(std::move(state)) {}

std::vector<SourceStatus> EmbeddedReconciler::ListSources(
    absl::Time now) const {
  std::vector<SourceStatus> list;
  absl::ReaderMutexLock lock(&state_mutex_);
  for (const model::Source& source : settings().sources) {
    SourceStatus status;
    status.id = source.id;
    status.system = source.system;
    status.channel = source.channel;
    status.is_master = model::IsMaster(source.system);
    status.state = "PUSH_ONLY";
    if (status.is_master) {
      const Micros micros = absl::ToUnixMicros(now);
      FillMaster(*rulebook_, {state_->read_times, micros}, micros, &status);
    }
    status.unread = UnreadOf(settings(), source, state_->marks);
    const auto change = state_->last_change.find(source.id);
    if (change != state_->last_change.end()) {
      status.last_change = absl::FromUnixMicros(change->second);
    }
    for (absl::string_view type : model::RecordTypes(source.system)) {
      status.types.push_back(std::string(type));
      const auto count =
          state_->row_counts.find({source.id, std::string(type)});
      if (count != state_->row_counts.end()) {
        status.row_counts.emplace_back(std::string(type), count->second);
      }
    }
    list.push_back(std::move(status));
  }
  return list;
}

absl::StatusOr<std::unique_ptr<Reconciler>> Reconciler::Create(
    model::Settings settings, std::unique_ptr<store::RecordStore> store) {
  LF_ASSIGN_OR_RETURN(auto rulebook,
                      index::Rulebook::Create(std::move(settings),
                                              base::Hasher(store->secret())));
  LF_RETURN_IF_ERROR(Respell(*rulebook, *store));
  LF_ASSIGN_OR_RETURN(auto state, LoadState(rulebook, *store));
  // Last, so that a purge that is still due delays no answer.
  LF_ASSIGN_OR_RETURN(auto purges, store::DuePurges::Create(*store));
  return std::unique_ptr<Reconciler>(std::make_unique<EmbeddedReconciler>(
      std::move(rulebook), std::move(store), std::move(purges),
      std::move(state)));
}

}  // namespace landfall::reconcile
