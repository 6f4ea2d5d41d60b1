#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "server/base/hash128.h"
#include "server/store/record_store.h"

namespace landfall::store {

// Sees erasures through: purges what they left in the files, in a thread of its
// own. That a purge is due is an intent in the erasure's own batch, so a crash
// or a full disk delays it and the next process finishes it. One purge serves
// all that are due when it begins. Thread-safe.
class DuePurges {
 public:
  // Takes up what an earlier process left undone, in the background. `store`
  // must outlive the result. REQUIRES: nobody commits during the call.
  static absl::StatusOr<std::unique_ptr<DuePurges>> Create(RecordStore& store);

  // Leaves what is due to the next process; whoever waits in Finish is told so.
  ~DuePurges();
  DuePurges(const DuePurges&) = delete;
  DuePurges& operator=(const DuePurges&) = delete;

  // Adds to the intents of a batch that it leaves something to purge, of the
  // records `ids`. `base` is the revision on which the batch was planned; only
  // one batch of a base may be committed.
  static void Require(Revision base, const std::vector<base::Hash128>& ids,
                      StoreBatch::Texts* intents);

  // Whether a purge of the record is due.
  bool IsDue(const base::Hash128& id) const ABSL_LOCKS_EXCLUDED(mutex_);

  // Waits until everything that is due now is purged. Else the error that
  // stands in the way: RESOURCE_EXHAUSTED, the disk is full; UNAVAILABLE,
  // somebody still reads what has to go, the store takes no writes, or the
  // process ends. The purge stays due then, and is tried again by itself and by
  // the next call.
  absl::Status Finish() ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Erasure {
    Revision revision = 0;
    std::string ids;  // as the text of the intent has them
  };
  using Due = std::map<std::string, Erasure>;  // by name of the intent

  explicit DuePurges(RecordStore& store) : store_(store) {}

  void Note(Revision revision, const StoreBatch& batch)
      ABSL_LOCKS_EXCLUDED(mutex_);
  void EnsureThread() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Run() ABSL_LOCKS_EXCLUDED(mutex_);
  // False when this is to end.
  bool AwaitWork() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status Purge(const Due& due) ABSL_LOCKS_EXCLUDED(mutex_);
  bool NobodyWaits() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return waiting_ == 0;
  }
  bool IsWanted() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  static Revision Newest(const Due& due);

  RecordStore& store_;
  std::unique_ptr<Following> following_;  // constant after Create
  std::atomic<bool> cancelled_{false};

  mutable absl::Mutex mutex_;
  absl::CondVar attempted_;
  Due due_ ABSL_GUARDED_BY(mutex_);
  bool asked_ ABSL_GUARDED_BY(mutex_) = false;  // somebody waits for it
  int waiting_ ABSL_GUARDED_BY(mutex_) = 0;     // calls of Finish
  int64_t attempts_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t failed_attempt_ ABSL_GUARDED_BY(mutex_) = 0;  // the last that did
  int failures_ ABSL_GUARDED_BY(mutex_) = 0;  // since the last success
  absl::Status error_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace landfall::store
