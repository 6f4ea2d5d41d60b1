#pragma once

#include <atomic>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "server/store/internal/views_in_use.h"
#include "server/store/postgres/pool.h"
#include "server/store/record_store.h"

namespace landfall::store::postgres {

// Deletes the versions that nobody needs any more. Thread-safe.
class History {
 public:
  // `trimmed` is the revision up to which versions that ended are gone. Both
  // others must outlive it.
  History(Pool& pool, const internal::ViewsInUse& views, Revision trimmed)
      : pool_(pool), views_(views), trimmed_(trimmed) {}

  // Deletes what ended more than ten minutes ago and no view needs. Errors as
  // Connection; what was deleted until then stays so.
  absl::Status Trim() ABSL_LOCKS_EXCLUDED(mutex_);

  // See RecordStore::Purge. After kDone no row has what was erased, and the
  // room that it took in the tables is free.
  absl::StatusOr<Purged> Purge(Revision through, std::atomic<bool>& cancelled)
      ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  absl::Status TrimThrough(Revision through, const std::atomic<bool>& cancelled)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status Vacuum(const std::atomic<bool>& cancelled)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  Pool& pool_;
  const internal::ViewsInUse& views_;
  absl::Mutex mutex_;
  Revision trimmed_ ABSL_GUARDED_BY(mutex_);
  Revision purged_ ABSL_GUARDED_BY(mutex_) = -1;
};

}  // namespace landfall::store::postgres
