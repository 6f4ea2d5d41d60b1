#pragma once

#include <functional>
#include <list>
#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "server/store/record_store.h"

namespace landfall::watch {

// Tells whoever reads on in the log of events that it has grown, so that nobody
// has to look again and again. It says neither what was written nor how far:
// the log is the truth, and a reader goes on from its own cursor. A reader that
// listens first and then reads misses nothing. Thread-safe.
class LogGrowth {
 public:
  // Somebody listens as long as this lives. The end waits for a call that is
  // under way; after it there is none. Must not outlive the LogGrowth.
  class Listening {
   public:
    virtual ~Listening() = default;
  };

  // `store` must outlive this. Whoever follows the store already has the new
  // events before the listeners are told.
  static absl::StatusOr<std::unique_ptr<LogGrowth>> Open(
      store::RecordStore& store);

  // Calls `grown` after every commit that wrote events, when they are durable
  // and before the commit returns. It is called on the thread that commits, so
  // it must neither wait nor read: it wakes up a thread that does. It must not
  // call Listen or end a listening.
  std::unique_ptr<Listening> Listen(std::function<void()> grown)
      ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  class One;
  LogGrowth() = default;
  void Tell() const ABSL_LOCKS_EXCLUDED(mutex_);

  mutable absl::Mutex mutex_;  // held while a listener is told
  std::list<std::function<void()>> listeners_ ABSL_GUARDED_BY(mutex_);
  std::unique_ptr<store::Following> following_;  // constant after Open
};

}  // namespace landfall::watch
