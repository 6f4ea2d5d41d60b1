#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "server/deliver/limits.h"
#include "server/deliver/note.h"
#include "server/deliver/outbox.h"
#include "server/store/store_batch.h"

namespace landfall::deliver {

// How an attempt to deliver ended.
struct Outcome {
  enum class Result {
    kDelivered,
    kFailed,
    kGone,     // the receiver is not there any more
    kDropped,  // there is nothing to deliver any more
  };

  store::DeliveryKey key;
  Result result = Result::kDropped;
  std::string error{};                      // of a failure
  std::optional<absl::Time> retry_after{};  // what the receiver asked for
  absl::Time at;                            // when it ended
};

// A batch in the making: what becomes of deliveries and subscriptions. Not
// thread-safe; while its planning lives.
class Draft {
 public:
  // All must outlive this.
  Draft(const Outbox::Planning& planning, const Limits& limits, absl::Time now)
      : planning_(planning), limits_(limits), now_(now) {}

  // `dice`, 0 to 1, is what the time of a further attempt is left to.
  void Apply(const Outcome& outcome, double dice);
  // A further delivery for `id`.
  void Add(const store::DeliveryKey& key, const store::Delivery& delivery);
  // Sets aside what is too much for `id`, the oldest first.
  void Trim(const std::string& id, size_t most);
  void SetAside(const store::DeliveryKey& key, const std::string& error);
  // Ends the subscription and everything that waits for it.
  void End(const std::string& id, store::SubscriptionEnd end);
  // Removes it altogether.
  void Remove(const std::string& id);

  // The subscription as it will be; nullptr when there is none or it has ended.
  const store::Subscription* Find(const std::string& id) const;

  store::StoreBatch& batch() { return batch_; }
  // To be told once the batch is stored.
  std::vector<Note> TakeNotes();
  int delivered() const { return delivered_; }
  int failed() const { return failed_; }

 private:
  store::Subscription* Edit(const std::string& id);
  void ApplyFailure(const Outcome& outcome, double dice);
  void DropWaiting(const std::string& id);
  void Tell(Note::Kind kind, const std::string& id,
            const store::Subscription& subscription,
            const std::string& error = "");

  const Outbox::Planning& planning_;
  const Limits& limits_;
  const absl::Time now_;
  store::StoreBatch batch_;
  std::vector<Note> notes_;
  std::map<std::string, Note> set_aside_;  // by subscription
  int delivered_ = 0;
  int failed_ = 0;
};

}  // namespace landfall::deliver
