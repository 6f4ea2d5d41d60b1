// The end of a full push: what is held and did not come is deleted. Declared in
// store_ingest.h.
#include "absl/strings/ascii.h"
#include "server/base/status_macros.h"
#include "server/ingest/store_ingest.h"

namespace landfall::ingest {

void StoreIngest::AddScopes(const UpsertBatch& batch,
                            std::set<Scope>* scopes) const {
  for (const model::Record& record : batch.records) {
    scopes->insert(ScopeOf(settings(), record));
  }
  for (const std::string& id : batch.entities_read) {
    const model::LegalEntity* entity = settings().FindEntity(id);
    if (entity == nullptr) continue;
    scopes->insert(
        {entity->source, "customer", absl::AsciiStrToLower(entity->id)});
  }
}

absl::Status StoreIngest::Compare(FullPush* push, const FullPart& part) const {
  push->held = 0;
  push->gone.clear();
  LF_RETURN_IF_ERROR(store_.View()->ForEach(
      [&](base::Hash128 id, const model::Record& record) -> absl::Status {
        if (record.deleted || !Covers(*push, settings(), record)) {
          return absl::OkStatus();
        }
        ++push->held;
        if (!push->seen.contains(id)) push->gone.push_back(id);
        return absl::OkStatus();
      }));
  // A row that could not be read is not gone.
  if (push->unsure) push->gone.clear();
  push->compared = true;
  return CheckGone(static_cast<int64_t>(push->gone.size()), push->held,
                   part.max_gone_percent, part.way_out);
}

absl::Status StoreIngest::Delete(const std::vector<base::Hash128>& gone,
                                 absl::Time now, Changes* changes) {
  for (const base::Hash128& id : gone) {
    const auto [it, inserted] = changes->by_id.try_emplace(id);
    if (!inserted) continue;  // the batch itself holds it
    Change& change = it->second;
    LF_ASSIGN_OR_RETURN(change.before, changes->view->Get(id));
    if (!change.before || change.before->deleted) {
      changes->by_id.erase(it);
      continue;
    }
    change.after = change.before;
    change.after->deleted = now;
    change.steps = 1;
    ++changes->counts.gone;
  }
  return absl::OkStatus();
}

absl::Status StoreIngest::TakeFull(const UpsertBatch& batch,
                                   const std::set<Scope>& scopes,
                                   absl::Time now, Changes* changes) {
  // Whatever is stored is gone for nobody, whoever pushes it.
  if (!batch.dry_run && !full_pushes_.empty()) {
    for (const auto& [id, change] : changes->by_id) full_pushes_.NoteSeen(id);
  }
  if (!batch.full.asked) return absl::OkStatus();
  FullPush alone;
  FullPush* push = &alone;
  const std::string& name = batch.push.id;
  const FullPart& part = batch.full;
  const bool compares = batch.dry_run || batch.push.whole || part.as_read;
  if (part.as_read && !part.begins && full_pushes_.Find(name) == nullptr) {
    return absl::AbortedError("full: what came before is not known any more");
  }
  if (part.begins) full_pushes_.Close(name);
  if (!name.empty() && compares) {
    push = &full_pushes_.Open(name, now);
  } else if (!batch.push.whole) {
    push = full_pushes_.Find(name);
    if (push == nullptr || !push->compared) {
      return absl::AbortedError(
          "full: compare the whole push with dryRun first; after a restart of "
          "the server, again");
    }
    push->used = now;
  }
  if (compares) {
    push->scopes.insert(scopes.begin(), scopes.end());
    for (const auto& [id, change] : changes->by_id) push->seen.insert(id);
    push->unsure |= part.unsure && !batch.accept_rejects;
    if (part.covered.has_value()) push->covered = part.covered;
    LF_RETURN_IF_ERROR(full_pushes_.CheckSize());
  }
  if (!part.ends) return absl::OkStatus();
  if (compares) {
    const absl::Status few = Compare(push, part);
    if (!few.ok()) {
      full_pushes_.Close(name);
      return few;
    }
  }
  const std::vector<base::Hash128> gone = push->StillGone();
  changes->counts.held = push->held;
  changes->counts.gone_unsure = push->unsure;
  if (batch.dry_run) {
    changes->counts.gone = static_cast<int64_t>(gone.size());
    return absl::OkStatus();
  }
  changes->ended_push = name;
  return Delete(gone, now, changes);
}

}  // namespace landfall::ingest
