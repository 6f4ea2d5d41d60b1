#pragma once

#include <set>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "server/ingest/full_push.h"
#include "server/ingest/ingest.h"
#include "server/ingest/plan.h"
#include "server/live/live.h"
#include "server/recall/recall.h"
#include "server/store/due_purges.h"
#include "server/store/record_store.h"

namespace landfall::ingest {

// Plans what a batch changes of what is held, and commits that to the store.
// The world follows the store. Thread-safe.
class StoreIngest : public Ingest {
 public:
  // All must outlive this; `live` follows `store`, and `purges` is of it.
  StoreIngest(store::RecordStore& store, live::Live& live,
              store::DuePurges& purges, recall::Recall& recall);

  absl::StatusOr<UpsertCounts> Upsert(UpsertBatch batch,
                                      absl::Time now) override;
  absl::Status Erase(const model::RecordRef& ref, absl::Time now) override;

 private:
  const model::Settings& settings() const { return rulebook_.settings(); }

  absl::Status Plan(model::Record record, absl::Time now,
                    Changes* changes) const;
  absl::Status Commit(Changes changes, absl::Time now)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void AddScopes(const UpsertBatch& batch, std::set<Scope>* scopes) const;
  // Notes what comes in a full push; plans at its end what is gone.
  absl::Status TakeFull(const UpsertBatch& batch, const std::set<Scope>& scopes,
                        absl::Time now, Changes* changes)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status Compare(FullPush* push, const FullPart& part) const;
  static absl::Status Delete(const std::vector<base::Hash128>& gone,
                             absl::Time now, Changes* changes);
  // Everything of Erase but the files.
  absl::Status CommitErasure(const model::RecordRef& ref, absl::Time now)
      ABSL_LOCKS_EXCLUDED(mutex_);
  // The changes by which everything goes that names what `ref` names, and the
  // intent to purge it.
  absl::StatusOr<Changes> PlanErasure(const model::RecordRef& ref) const;

  store::RecordStore& store_;
  live::Live& live_;
  store::DuePurges& purges_;
  recall::Recall& recall_;
  const index::Rulebook& rulebook_;

  absl::Mutex mutex_;  // serialises the calls
  FullPushes full_pushes_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace landfall::ingest
