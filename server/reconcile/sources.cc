// The state of the sources. Entry point: ListSources.
#include "server/reconcile/live_reconciler.h"

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
  Micros documents = index::kForever;
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
    documents = std::min(documents, freshness.LastReadDocuments(entity));
    ahead = std::max(ahead, freshness.Ahead(entity));
  }
  if (status->companies.empty()) return;
  status->state = !whole   ? "INCOMPLETE"
                  : !every ? "NEVER_SYNCED"
                  : fresh  ? "FRESH"
                           : "STALE";
  if (oldest != kNoTime) status->last_read = absl::FromUnixMicros(oldest);
  const model::Source* source = rulebook.settings().FindSource(status->id);
  if (source->pulls_documents && documents != kNoTime) {
    status->documents_read = absl::FromUnixMicros(documents);
  }
  status->read_ahead = absl::Microseconds(ahead);
}

// Fills what concerns an upstream source that is read as a whole.
void FillUpstream(const index::SourceRules& source,
                  const verdict::Freshness& freshness, Micros now,
                  SourceStatus* status) {
  const Micros at = freshness.LastRead(source);
  status->state = at == kNoTime                      ? "NEVER_SYNCED"
                  : freshness.IsCurrent(source, now) ? "FRESH"
                                                     : "STALE";
  if (at != kNoTime) status->last_read = absl::FromUnixMicros(at);
}

}  // namespace

std::vector<SourceStatus> LiveReconciler::ListSources(absl::Time now) const {
  std::vector<SourceStatus> list;
  const live::Live::Reading state = live_.Read();
  const Micros micros = absl::ToUnixMicros(now);
  const verdict::Freshness freshness(state->read_times, micros);
  for (const index::SourceRules& rules : rulebook_.sources()) {
    const model::Source& source = *rules.source;
    SourceStatus status;
    status.id = source.id;
    status.system = source.system;
    status.channel = source.channel;
    status.is_master = rules.master;
    status.state = "PUSH_ONLY";
    if (rules.master) {
      FillMaster(rulebook_, freshness, micros, &status);
    } else if (!source.url.empty()) {
      FillUpstream(rules, freshness, micros, &status);
    }
    status.unread = live::UnreadOf(settings(), source, state->marks);
    const auto change = state->last_change.find(source.id);
    if (change != state->last_change.end()) {
      status.last_change = absl::FromUnixMicros(change->second);
    }
    for (absl::string_view type : model::RecordTypes(source.system)) {
      status.types.push_back(std::string(type));
      const auto count = state->row_counts.find({source.id, std::string(type)});
      if (count != state->row_counts.end()) {
        status.row_counts.emplace_back(std::string(type), count->second);
      }
    }
    list.push_back(std::move(status));
  }
  return list;
}

}  // namespace landfall::reconcile
