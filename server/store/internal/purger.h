#pragma once

#include <rocksdb/db.h>

#include <atomic>
#include <set>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "server/store/internal/views_in_use.h"
#include "server/store/record_store.h"

namespace landfall::store::internal {

// Rewrites the files of a database, so that nothing erased is left in them.
// Thread-safe.
class Purger {
 public:
  // All must outlive it; `path` is the folder of the store.
  Purger(rocksdb::DB& db, const std::string& path, const ViewsInUse& views)
      : db_(db), path_(path), views_(views) {}

  // See RecordStore::Purge. `touch` writes something, as commits do.
  absl::StatusOr<Purged> Purge(Revision through,
                               absl::FunctionRef<absl::Status()> touch,
                               std::atomic<bool>& cancelled)
      ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  absl::Status Rewrite(absl::FunctionRef<absl::Status()> touch,
                       std::atomic<bool>& cancelled)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status CheckSpace() const;
  // Waits for compactions that may still keep what an ended view needed.
  absl::Status AwaitRunning();
  absl::Status DeleteObsolete();
  // The files in which records stand.
  std::set<std::string> DataFiles() const;

  rocksdb::DB& db_;
  const std::string& path_;
  const ViewsInUse& views_;
  absl::Mutex mutex_;
  // Everything up to here is gone from all files, or only in those that the
  // last rewriting replaced.
  Revision rewritten_ ABSL_GUARDED_BY(mutex_) = -1;
  // The files that were there when the last rewriting began, as far as they are
  // still there.
  std::set<std::string> replaced_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace landfall::store::internal
