#pragma once

#include <functional>
#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "server/store/followers.h"
#include "server/store/store_batch.h"
#include "server/store/store_view.h"

namespace landfall::store {

// What a store shows of its commits: the newest view, to everybody who asks,
// and each commit, to those who follow. Part of the stores that keep records
// for good; it has their lock on commits, because a number, the view of it and
// what followers hear belong together. Thread-safe.
class Published {
 public:
  // Makes a view of what is stored now, which is what `revision` left.
  using MakeView =
      std::function<std::shared_ptr<const StoreView>(Revision revision)>;

  // Calls `make_view` at once for revision `newest`, and for every commit.
  Published(MakeView make_view, Revision newest);

  // Whoever commits holds it from before asking for the newest revision until
  // Publish has returned, so that commits are made one after the other.
  absl::Mutex& commit_mutex() ABSL_LOCK_RETURNED(commit_mutex_) {
    return commit_mutex_;
  }

  // As in RecordStore. View waits for no commit, Follow for one under way.
  std::shared_ptr<const StoreView> View() const
      ABSL_LOCKS_EXCLUDED(newest_mutex_);
  absl::StatusOr<std::unique_ptr<Following>> Follow(Revision after, Sink sink)
      ABSL_LOCKS_EXCLUDED(commit_mutex_);

  // ABORTED when `batch` may name somebody who was forgotten since it was
  // worked out.
  absl::Status CheckWorkedOut(const StoreBatch& batch) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(commit_mutex_);

  // `batch` is stored for good as `revision`: shows it, then tells who follows.
  // Ends the process when that cannot be done.
  void Publish(Revision revision, const StoreBatch& batch)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(commit_mutex_);

 private:
  const MakeView make_view_;
  Followers followers_;
  absl::Mutex commit_mutex_;
  Revision last_forgetting_ ABSL_GUARDED_BY(commit_mutex_) = 0;
  // Apart from commit_mutex_, so that taking a view waits for no disk and no
  // database.
  mutable absl::Mutex newest_mutex_ ABSL_ACQUIRED_AFTER(commit_mutex_);
  std::shared_ptr<const StoreView> newest_ ABSL_GUARDED_BY(newest_mutex_);
};

}  // namespace landfall::store
