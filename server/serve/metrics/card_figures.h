#pragma once

#include <atomic>
#include <memory>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "server/base/clock.h"
#include "server/reconcile/reconciler.h"
#include "server/serve/calls/call_gate.h"

namespace landfall::serve::metrics {

// What all cards count, for a page that must not wait for them: they are
// counted as a long question like others, and when that takes too long the page
// has those of the time before. Thread-safe.
class CardFigures {
 public:
  struct Counted {
    std::vector<model::Card> cards;
    absl::Time at;
  };

  // All must outlive this.
  CardFigures(const reconcile::Reconciler& reconciler, calls::CallGate& gate,
              const base::Clock& clock);
  // Ends what is being counted.
  ~CardFigures();

  // Has the cards counted unless that is going on, and returns the newest
  // figures that there are after `patience`; nullptr when there are none yet.
  // Only one caller waits at a time, the others get what there is.
  std::shared_ptr<const Counted> Get(absl::Duration patience)
      ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  void Start() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Count() ABSL_LOCKS_EXCLUDED(mutex_);
  bool IsIdle() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return !counting_; }

  const reconcile::Reconciler& reconciler_;
  calls::CallGate& gate_;
  const base::Clock& clock_;

  std::atomic<bool> stopping_{false};
  absl::Mutex mutex_;
  std::shared_ptr<const Counted> last_ ABSL_GUARDED_BY(mutex_);
  bool counting_ ABSL_GUARDED_BY(mutex_) = false;
  bool waited_for_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace landfall::serve::metrics
