#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "server/store/record_store.h"

namespace landfall::testing {

// A RecordStore without a disk, under the same contract suite as the real ones.
// Keeps encoded bytes, so that what does not survive the codec fails here too.
// Views are copies: meant for the sizes of tests. Thread-safe.
class InMemoryRecordStore : public store::RecordStore {
 public:
  // Everything in it at one revision.
  struct Content {
    store::Revision revision = 0;
    std::map<base::Hash128, std::string> rows;  // encoded records
    std::map<std::string, std::string> values;
    std::map<std::string, std::string> intents;
    std::map<store::EventCursor, store::LoggedEvent> events;
    store::EventCursor dropped_through;
    std::map<store::MemberKey, std::string> members;
    std::map<std::string, std::string> subscriptions;      // encoded
    std::map<store::DeliveryKey, std::string> deliveries;  // encoded
    store::EventCursor dispatched_through;
  };

  InMemoryRecordStore();

  absl::StatusOr<store::Revision> Commit(
      const store::StoreBatch& batch) override;
  std::shared_ptr<const store::StoreView> View() const override;
  absl::StatusOr<std::unique_ptr<store::Following>> Follow(
      store::Revision after, store::Sink sink) override;
  const std::string& secret() const override { return secret_; }
  absl::StatusOr<store::Purged> Purge(
      store::Revision /*through*/, std::atomic<bool>& /*cancelled*/) override {
    return store::Purged::kDone;
  }
  int64_t SizeBytes() const override;

  // Every following Commit fails with `status` and changes nothing, until this
  // is called with OK.
  void FailWrites(absl::Status status);
  // The same for reading one record, through every view that is taken from now
  // on.
  void FailReads(absl::Status status);
  // Is called after every following Commit, before the followers; empty: no
  // more.
  void OnCommit(std::function<void()> hook);
  // Is called at the end of every view that is taken from now on, until this is
  // called with an empty one.
  void OnEndOfView(std::function<void()> hook);

 private:
  std::shared_ptr<const Content> content() const;

  const std::string secret_;
  store::Followers followers_;
  absl::Mutex commit_mutex_ ABSL_ACQUIRED_BEFORE(mutex_);
  mutable absl::Mutex mutex_;
  std::shared_ptr<const Content> content_ ABSL_GUARDED_BY(mutex_);
  store::Revision last_forgetting_ ABSL_GUARDED_BY(commit_mutex_) = 0;
  absl::Status write_status_ ABSL_GUARDED_BY(mutex_);
  absl::Status read_status_ ABSL_GUARDED_BY(mutex_);
  std::function<void()> on_commit_ ABSL_GUARDED_BY(mutex_);
  std::function<void()> on_end_of_view_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace landfall::testing
