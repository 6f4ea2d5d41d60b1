#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "server/base/clock.h"
#include "server/deliver/limits.h"
#include "server/store/record_store.h"

namespace landfall::deliver {

using SubscriptionRef = std::shared_ptr<const store::Subscription>;

// A delivery that a sender works on.
struct Task {
  store::DeliveryKey key;
  store::Delivery delivery;
  SubscriptionRef subscription;
};

// What the store holds of subscriptions and deliveries, in memory: follows the
// store, and says what is to be sent next. Thread-safe.
class Outbox {
 public:
  // Reads `store`, which must outlive this. `log_grew` is called after every
  // commit that wrote events, on the thread that commits: it must not wait.
  // DATA_LOSS when the store cannot be read.
  static absl::StatusOr<std::unique_ptr<Outbox>> Open(
      store::RecordStore& store, const Limits& limits,
      std::function<void()> log_grew);

  // Whoever is about to change something. As long as this lives nobody else
  // changes anything, so what it reads stays true until it commits.
  class Planning {
   public:
    explicit Planning(Outbox& outbox)
        : outbox_(outbox), lock_(&outbox.plan_mutex_) {}

    // nullptr: there is none.
    SubscriptionRef Find(const std::string& id) const;
    std::map<std::string, SubscriptionRef> All() const { return outbox_.All(); }
    std::optional<store::Delivery> Find(const store::DeliveryKey& key) const;
    // What waits for a subscription, the oldest event first; at most `most`.
    std::vector<store::EventCursor> Waiting(const std::string& id,
                                            size_t most) const;
    size_t CountWaiting(const std::string& id) const;
    // What waits and whose day is over.
    std::vector<store::DeliveryKey> Overdue(absl::Time now) const;

    auto View() const { return outbox_.store_.View(); }
    absl::Status Commit(const store::StoreBatch& batch) {
      return outbox_.store_.Commit(batch).status();
    }

   private:
    Outbox& outbox_;
    absl::MutexLock lock_;
  };

  std::map<std::string, SubscriptionRef> All() const
      ABSL_LOCKS_EXCLUDED(mutex_);
  // How many deliveries wait for each subscription.
  std::map<std::string, size_t> Waiting() const ABSL_LOCKS_EXCLUDED(mutex_);

  // Waits until a delivery is due and may be sent now, and hands it out. Nobody
  // else gets it until it is stored anew or given back. nullopt after Stop.
  std::optional<Task> AwaitDue(const base::Clock& clock)
      ABSL_LOCKS_EXCLUDED(mutex_);
  // The same without waiting; nullopt: nothing is due.
  std::optional<Task> TakeDue(absl::Time now) ABSL_LOCKS_EXCLUDED(mutex_);

  // How an attempt went for those who wait behind it.
  struct Impression {
    bool fast = false;  // it went well, and in time
    // The receiver is left alone until then.
    absl::Time paused_until = absl::InfinitePast();
  };
  // Every task comes to this when its attempt has ended.
  void End(const Task& task, const Impression& impression)
      ABSL_LOCKS_EXCLUDED(mutex_);
  // The task was not tried: it is due as before. Beside End.
  void PutBack(const Task& task) ABSL_LOCKS_EXCLUDED(mutex_);

  // Lets those who wait look at the clock again.
  void WakeUp() ABSL_LOCKS_EXCLUDED(mutex_);
  void Stop() ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  // A subscription and what waits for it.
  struct Line {
    SubscriptionRef subscription;
    std::map<store::EventCursor, store::Delivery> deliveries;
    // Those of them that nobody sends, in the order in which they are due.
    std::set<std::pair<absl::Time, store::EventCursor>> due;
    int sending = 0;
    bool fast = false;
    absl::Time paused_until = absl::InfinitePast();
  };
  using Lines = std::map<std::string, Line>;
  struct Use {
    int all = 0, slow = 0;
  };  // what is being sent to a host

  Outbox(store::RecordStore& store, const Limits& limits,
         std::function<void()> log_grew)
      : store_(store), limits_(limits), log_grew_(std::move(log_grew)) {}

  absl::Status Load() ABSL_LOCKS_EXCLUDED(mutex_);
  void OnCommit(const store::StoreBatch& batch) ABSL_LOCKS_EXCLUDED(mutex_);
  void Put(const store::DeliveryKey& key, const store::Delivery& delivery)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Remove(const store::DeliveryKey& key)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool MaySend(const Line& line, absl::Time now) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  std::optional<Task> Take(absl::Time now)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Until when there is certainly nothing to send.
  absl::Time NextDue(absl::Time now) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  store::RecordStore& store_;
  const Limits limits_;
  const std::function<void()> log_grew_;

  absl::Mutex plan_mutex_ ABSL_ACQUIRED_BEFORE(mutex_);
  mutable absl::Mutex mutex_;
  absl::CondVar changed_;
  Lines lines_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, Use> hosts_ ABSL_GUARDED_BY(mutex_);
  // What is being sent to receivers that are not known as fast.
  std::set<store::DeliveryKey> slow_tasks_ ABSL_GUARDED_BY(mutex_);
  std::string last_served_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;

  std::unique_ptr<store::Following> following_;  // constant after Open
};

}  // namespace landfall::deliver
