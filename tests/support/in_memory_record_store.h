#pragma once

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
  using Rows = std::map<base::Hash128, std::string>;

  InMemoryRecordStore();

  absl::Status Apply(const store::StoreBatch& batch) override;
  std::shared_ptr<const store::StoreView> View() const override;
  absl::Status ForEach(
      absl::FunctionRef<absl::Status(base::Hash128, model::Record)> visit)
      const override;
  absl::StatusOr<std::map<std::string, std::string>> Meta() const override;
  const std::string& secret() const override { return secret_; }
  absl::Status Purge() override { return absl::OkStatus(); }
  int64_t SizeBytes() const override;

  // Every following Apply fails with `status` and changes nothing, until this
  // is called with OK.
  void FailWrites(absl::Status status);
  // The same for reading, through every view that is taken from now on.
  void FailReads(absl::Status status);
  // Is called after every following Apply; empty: no more.
  void OnApply(std::function<void()> hook);
  // Is called at the end of every view that is taken from now on, until this is
  // called with an empty one.
  void OnEndOfView(std::function<void()> hook);

 private:
  std::shared_ptr<const Rows> rows() const;
  void Put(const store::StoreBatch& batch)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::string secret_;
  mutable absl::Mutex mutex_;
  std::shared_ptr<const Rows> rows_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, std::string> meta_ ABSL_GUARDED_BY(mutex_);
  absl::Status write_status_ ABSL_GUARDED_BY(mutex_);
  absl::Status read_status_ ABSL_GUARDED_BY(mutex_);
  std::function<void()> on_apply_ ABSL_GUARDED_BY(mutex_);
  std::function<void()> on_end_of_view_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace landfall::testing
