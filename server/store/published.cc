// A commit that is stored -> the newest view, and everybody who follows. Entry
// points: Publish, View, Follow.
#include "server/store/published.h"

#include <utility>

#include "server/base/no_way_back.h"

namespace landfall::store {

Published::Published(MakeView make_view, Revision newest)
    : make_view_(std::move(make_view)), newest_(make_view_(newest)) {}

std::shared_ptr<const StoreView> Published::View() const {
  absl::MutexLock lock(&newest_mutex_);
  return newest_;
}

absl::StatusOr<std::unique_ptr<Following>> Published::Follow(Revision after,
                                                             Sink sink) {
  absl::MutexLock lock(&commit_mutex_);
  const Revision newest = View()->revision();
  if (after != newest) return NotNewestError(after, newest);
  return followers_.Add(std::move(sink));
}

absl::Status Published::CheckWorkedOut(const StoreBatch& batch) const {
  if (batch.worked_out_at && *batch.worked_out_at < last_forgetting_) {
    return ForgottenSinceError();
  }
  return absl::OkStatus();
}

void Published::Publish(Revision revision, const StoreBatch& batch) {
  // A number that is stored must not be given out again.
  const base::NoWayBack no_way_back;
  if (!batch.forgotten.empty()) last_forgetting_ = revision;
  {
    // The view that it replaces may end here, without the lock.
    std::shared_ptr<const StoreView> view = make_view_(revision);
    absl::MutexLock lock(&newest_mutex_);
    newest_.swap(view);
  }
  followers_.Tell(revision, batch);
}

}  // namespace landfall::store
