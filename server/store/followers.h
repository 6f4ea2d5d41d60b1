#pragma once

#include <functional>
#include <list>
#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "server/store/store_batch.h"

namespace landfall::store {

// Takes a commit. The batch is only there during the call.
using Sink = std::function<void(Revision, const StoreBatch&)>;

// Somebody follows a store as long as this lives. The end waits for a call of
// the sink that is under way; after it there is none. Must not outlive the
// store.
class Following {
 public:
  virtual ~Following() = default;
};

// The answer to following from `after` when `newest` is the newest revision and
// no history is kept.
absl::Status NotNewestError(Revision after, Revision newest);

// The answer to a batch that may name somebody who was forgotten since it was
// worked out.
absl::Status ForgottenSinceError();

// Those who follow a store; part of its implementations. Thread-safe.
class Followers {
 public:
  // `sink` is called by every Tell until the result is destroyed. Must outlive
  // the result.
  std::unique_ptr<Following> Add(Sink sink) ABSL_LOCKS_EXCLUDED(mutex_);

  // Calls every sink, in the order in which they were added. The sinks must not
  // call Add or end a following.
  void Tell(Revision revision, const StoreBatch& batch) const
      ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  class One;

  mutable absl::Mutex mutex_;  // held while a sink runs
  std::list<Sink> sinks_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace landfall::store
