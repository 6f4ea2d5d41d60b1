#pragma once

#include <set>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "server/base/check.h"
#include "server/store/store_batch.h"

namespace landfall::store::internal {

// The revisions of the views of a store that are in use. Thread-safe.
class ViewsInUse {
 public:
  void Add(Revision revision) {
    absl::MutexLock lock(&mutex_);
    revisions_.insert(revision);
  }
  void Remove(Revision revision) {
    absl::MutexLock lock(&mutex_);
    revisions_.erase(revisions_.find(revision));
  }
  // REQUIRES: there is a view; the store itself keeps the newest.
  Revision Oldest() const {
    absl::MutexLock lock(&mutex_);
    LF_CHECK(!revisions_.empty());
    return *revisions_.begin();
  }

 private:
  mutable absl::Mutex mutex_;
  std::multiset<Revision> revisions_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace landfall::store::internal
