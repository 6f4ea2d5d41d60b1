#pragma once

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/synchronization/mutex.h"
#include "server/base/periodic_task.h"

namespace landfall::serve::grpc {

// A stream that may be open for long.
class OpenStream {
 public:
  virtual ~OpenStream() = default;
  // Ends the stream when its caller may not go on. Called on a thread of the
  // watch; must neither wait nor end the stream's life on that thread.
  virtual void CheckCaller() = 0;
};

// Looks at the callers of all open streams five times a second, so that a key
// that is revoked ends what it has opened, though nothing is sent there.
// Thread-safe.
class OpenStreams {
 public:
  OpenStreams();

  // `stream` must be removed before it goes.
  void Add(OpenStream* stream);
  void Remove(OpenStream* stream);

 private:
  void CheckCallers();

  absl::Mutex mutex_;
  absl::flat_hash_set<OpenStream*> streams_ ABSL_GUARDED_BY(mutex_);
  base::PeriodicTask task_;
};

}  // namespace landfall::serve::grpc
