#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/random/random.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "server/base/clock.h"
#include "server/base/periodic_task.h"
#include "server/deliver/callback_rules.h"
#include "server/deliver/dispatcher.h"
#include "server/deliver/draft.h"
#include "server/deliver/limits.h"
#include "server/deliver/note.h"
#include "server/deliver/outbox.h"
#include "server/deliver/sender.h"
#include "server/model/settings.h"

namespace landfall::deliver {

// What a deliverer works with. The references must outlive it.
struct DeliverySetup {
  store::RecordStore& store;
  const model::Settings& settings;
  const base::Clock& clock;
  CallbackRules rules;
  EventBody body;
  Observer observer;  // may be empty
  Limits limits{};
};

// Attempts since the start, and what waits now.
struct DeliveryFigures {
  int64_t delivered = 0;
  int64_t failed = 0;
  int64_t set_aside = 0;
  int64_t waiting = 0;
  int active = 0;   // subscriptions
  int failing = 0;  // subscriptions
  int ended = 0;    // subscriptions
};

// Tells subscribers of events. A planner, one thread, makes deliveries of what
// is logged and writes down how attempts went, several at a time in one commit;
// senders, some threads, take what is due and send it. A delivery leaves the
// store in the commit that says it was taken, so that a crash at any moment
// sends it again and loses none. Thread-safe.
class Deliverer {
 public:
  // Errors of the store.
  static absl::StatusOr<std::unique_ptr<Deliverer>> Open(DeliverySetup setup);
  // As Stop.
  ~Deliverer();
  Deliverer(const Deliverer&) = delete;
  Deliverer& operator=(const Deliverer&) = delete;

  // Delivers from now on. At most once.
  void Start();
  // Cancels what is being sent, writes down what is known, and ends. Takes as
  // long as a commit.
  void Stop() ABSL_LOCKS_EXCLUDED(mutex_);

  Outbox& outbox() { return *outbox_; }
  const CallbackRules& rules() const { return setup_.rules; }
  const Limits& limits() const { return setup_.limits; }
  const base::Clock& clock() const { return setup_.clock; }
  const base::Hasher& hasher() const { return hasher_; }
  void Tell(const Note& note) const;

  DeliveryFigures Figures() const;

  // The planner's work, now and on this thread; for tests, before Start. Errors
  // of the store: what was to be written down is kept for the next time.
  absl::Status PlanNow() ABSL_LOCKS_EXCLUDED(mutex_);
  // The same of one sender: tries what is due now; how many that were.
  int SendDueNow() ABSL_LOCKS_EXCLUDED(mutex_);
  // Looks at the clock again.
  void WakeUp();

 private:
  explicit Deliverer(DeliverySetup setup);

  void PlanWhenWoken();
  // True: there is more to plan.
  absl::StatusOr<bool> PlanOnce() ABSL_LOCKS_EXCLUDED(mutex_);
  std::vector<Outcome> TakeOutcomes() ABSL_LOCKS_EXCLUDED(mutex_);
  void DraftEnds(const Outbox::Planning& planning, absl::Time now,
                 Draft* draft);
  void Send(Sender& sender);
  void SendOne(Sender& sender, const Task& task);
  void Take(const Task& task, Outcome outcome, absl::Duration took)
      ABSL_LOCKS_EXCLUDED(mutex_);

  const DeliverySetup setup_;
  const base::Hasher hasher_;
  std::unique_ptr<Outbox> outbox_;  // constant after Open
  std::atomic<int64_t> delivered_{0};
  std::atomic<int64_t> failed_{0};
  std::atomic<int64_t> set_aside_{0};

  // Of whoever plans.
  absl::Mutex planner_mutex_ ABSL_ACQUIRED_BEFORE(mutex_);
  Dispatcher dispatcher_ ABSL_GUARDED_BY(planner_mutex_);
  absl::BitGen random_ ABSL_GUARDED_BY(planner_mutex_);

  absl::Mutex mutex_;
  std::vector<Outcome> outcomes_ ABSL_GUARDED_BY(mutex_);  // not yet stored
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::unique_ptr<base::PeriodicTask> planner_ ABSL_GUARDED_BY(mutex_);

  std::vector<std::unique_ptr<Sender>> senders_;  // constant after Open
  std::vector<std::thread> threads_;              // of Start and Stop
};

}  // namespace landfall::deliver
