// Commits of the store -> lines of deliveries -> what is sent next. Entry
// points: Planning for whoever changes something, AwaitDue for senders.
//
// The senders are few and receivers may take a minute to answer, so that who is
// next decides whether one slow receiver stops all others. The lines take
// turns. Each has two deliveries under way at most, and a host has four.
// Receivers that were slow or failed, and those of whom nothing is known yet,
// have half of the senders together, and half of what their host may have;
// whoever answered in time last finds one of the others free.
#include "server/deliver/outbox.h"

#include <algorithm>

#include "server/base/check.h"
#include "server/base/status_macros.h"

namespace landfall::deliver {
namespace {

using store::Delivery;
using store::DeliveryKey;
using store::EventCursor;
using store::Subscription;
using store::SubscriptionEnd;

// A clock may be set while somebody waits by it.
constexpr absl::Duration kLongestWait = absl::Seconds(5);

}  // namespace

absl::StatusOr<std::unique_ptr<Outbox>> Outbox::Open(
    store::RecordStore& store, const Limits& limits,
    std::function<void()> log_grew) {
  std::unique_ptr<Outbox> outbox(
      new Outbox(store, limits, std::move(log_grew)));
  Outbox* const self = outbox.get();
  absl::Status followed = absl::OutOfRangeError("not tried");
  // Others may commit meanwhile; nobody but this changes the outbox.
  while (absl::IsOutOfRange(followed)) {
    auto following = store.Follow(
        store.View()->revision(),
        [self](store::Revision /*revision*/, const store::StoreBatch& batch) {
          self->OnCommit(batch);
        });
    followed = following.status();
    if (following.ok()) outbox->following_ = *std::move(following);
  }
  LF_RETURN_IF_ERROR(followed);
  LF_RETURN_IF_ERROR(outbox->Load());
  return outbox;
}

absl::Status Outbox::Load() {
  const std::shared_ptr<const store::StoreView> view = store_.View();
  absl::MutexLock lock(&mutex_);
  LF_RETURN_IF_ERROR(view->ForEachSubscription(
      [this](const std::string& id, Subscription subscription) {
        mutex_.AssertHeld();
        lines_[id].subscription =
            std::make_shared<const Subscription>(std::move(subscription));
        return absl::OkStatus();
      }));
  return view->ForEachDelivery(
      [this](const DeliveryKey& key, const Delivery& delivery) {
        mutex_.AssertHeld();
        Put(key, delivery);
        return absl::OkStatus();
      });
}

void Outbox::OnCommit(const store::StoreBatch& batch) {
  if (batch.ChangesOutbox()) {
    absl::MutexLock lock(&mutex_);
    for (const auto& [id, subscription] : batch.subscriptions) {
      if (subscription) {
        lines_[id].subscription =
            std::make_shared<const Subscription>(*subscription);
      } else {
        lines_.erase(id);
      }
    }
    for (const auto& [key, delivery] : batch.deliveries) {
      delivery ? Put(key, *delivery) : Remove(key);
    }
    changed_.SignalAll();
  }
  if (!batch.events.empty()) log_grew_();
}

void Outbox::Put(const DeliveryKey& key, const Delivery& delivery) {
  const auto line = lines_.find(key.subscription);
  if (line == lines_.end()) return;
  Remove(key);
  line->second.deliveries[key.event] = delivery;
  line->second.due.emplace(delivery.due, key.event);
}

void Outbox::Remove(const DeliveryKey& key) {
  const auto line = lines_.find(key.subscription);
  if (line == lines_.end()) return;
  const auto held = line->second.deliveries.find(key.event);
  if (held == line->second.deliveries.end()) return;
  line->second.due.erase({held->second.due, key.event});
  line->second.deliveries.erase(held);
}

SubscriptionRef Outbox::Planning::Find(const std::string& id) const {
  absl::MutexLock lock(&outbox_.mutex_);
  const auto line = outbox_.lines_.find(id);
  return line == outbox_.lines_.end() ? nullptr : line->second.subscription;
}

std::optional<Delivery> Outbox::Planning::Find(const DeliveryKey& key) const {
  absl::MutexLock lock(&outbox_.mutex_);
  const auto line = outbox_.lines_.find(key.subscription);
  if (line == outbox_.lines_.end()) return std::nullopt;
  const auto held = line->second.deliveries.find(key.event);
  if (held == line->second.deliveries.end()) return std::nullopt;
  return held->second;
}

std::vector<EventCursor> Outbox::Planning::Waiting(const std::string& id,
                                                   size_t most) const {
  std::vector<EventCursor> waiting;
  absl::MutexLock lock(&outbox_.mutex_);
  const auto line = outbox_.lines_.find(id);
  if (line == outbox_.lines_.end()) return waiting;
  for (const auto& [event, delivery] : line->second.deliveries) {
    if (waiting.size() == most) break;
    waiting.push_back(event);
  }
  return waiting;
}

size_t Outbox::Planning::CountWaiting(const std::string& id) const {
  absl::MutexLock lock(&outbox_.mutex_);
  const auto line = outbox_.lines_.find(id);
  return line == outbox_.lines_.end() ? 0 : line->second.deliveries.size();
}

std::vector<DeliveryKey> Outbox::Planning::Overdue(absl::Time now) const {
  std::vector<DeliveryKey> overdue;
  absl::MutexLock lock(&outbox_.mutex_);
  for (const auto& [id, line] : outbox_.lines_) {
    for (const auto& [due, event] : line.due) {
      // What is due later was created later, or tried after that.
      if (due > now) break;
      if (now > line.deliveries.at(event).created + outbox_.limits_.try_for) {
        overdue.push_back({id, event});
      }
    }
  }
  return overdue;
}

std::map<std::string, SubscriptionRef> Outbox::All() const {
  std::map<std::string, SubscriptionRef> all;
  absl::MutexLock lock(&mutex_);
  for (const auto& [id, line] : lines_) all.emplace(id, line.subscription);
  return all;
}

std::map<std::string, size_t> Outbox::Waiting() const {
  std::map<std::string, size_t> waiting;
  absl::MutexLock lock(&mutex_);
  for (const auto& [id, line] : lines_) {
    waiting.emplace(id, line.deliveries.size());
  }
  return waiting;
}

bool Outbox::MaySend(const Line& line, absl::Time now) const {
  if (line.due.empty() || line.due.begin()->first > now ||
      line.paused_until > now || line.sending >= limits_.at_once_to_one ||
      line.subscription->end != SubscriptionEnd::kNone) {
    return false;
  }
  const auto host = hosts_.find(line.subscription->host);
  const Use use = host == hosts_.end() ? Use() : host->second;
  if (!line.fast &&
      (use.slow >= limits_.at_once_to_slow_host ||
       static_cast<int>(slow_tasks_.size()) >= limits_.at_once_to_slow)) {
    return false;
  }
  return use.all < limits_.at_once_to_host;
}

std::optional<Task> Outbox::Take(absl::Time now) {
  // Whoever stands behind the one that was served last is first.
  auto it = lines_.upper_bound(last_served_);
  for (size_t i = 0; i < lines_.size(); ++i, ++it) {
    if (it == lines_.end()) it = lines_.begin();
    Line& line = it->second;
    if (!MaySend(line, now)) continue;
    const EventCursor event = line.due.begin()->second;
    line.due.erase(line.due.begin());
    last_served_ = it->first;
    Task task{{it->first, event}, line.deliveries.at(event), line.subscription};
    ++line.sending;
    Use& use = hosts_[line.subscription->host];
    ++use.all;
    if (!line.fast) {
      ++use.slow;
      slow_tasks_.insert(task.key);
    }
    return task;
  }
  return std::nullopt;
}

std::optional<Task> Outbox::TakeDue(absl::Time now) {
  absl::MutexLock lock(&mutex_);
  return Take(now);
}

absl::Time Outbox::NextDue(absl::Time now) const {
  absl::Time next = now + kLongestWait;
  for (const auto& [id, line] : lines_) {
    if (line.due.empty()) continue;
    const absl::Time due = std::max(line.due.begin()->first, line.paused_until);
    // What is due and must wait for others hears of their end.
    if (due > now) next = std::min(next, due);
  }
  return next;
}

std::optional<Task> Outbox::AwaitDue(const base::Clock& clock) {
  absl::MutexLock lock(&mutex_);
  while (!stopping_) {
    const absl::Time now = clock.Now();
    std::optional<Task> task = Take(now);
    if (task) return task;
    changed_.WaitWithTimeout(&mutex_, NextDue(now) - now);
  }
  return std::nullopt;
}

void Outbox::End(const Task& task, const Impression& impression) {
  absl::MutexLock lock(&mutex_);
  const auto host = hosts_.find(task.subscription->host);
  LF_CHECK(host != hosts_.end() && host->second.all > 0);
  if (slow_tasks_.erase(task.key) > 0) --host->second.slow;
  if (--host->second.all == 0) hosts_.erase(host);
  const auto line = lines_.find(task.key.subscription);
  if (line != lines_.end()) {
    --line->second.sending;
    line->second.fast = impression.fast;
    line->second.paused_until = impression.paused_until;
  }
  changed_.SignalAll();
}

void Outbox::PutBack(const Task& task) {
  absl::MutexLock lock(&mutex_);
  const auto line = lines_.find(task.key.subscription);
  if (line == lines_.end() ||
      !line->second.deliveries.contains(task.key.event)) {
    return;
  }
  line->second.due.emplace(task.delivery.due, task.key.event);
}

void Outbox::WakeUp() {
  absl::MutexLock lock(&mutex_);
  changed_.SignalAll();
}

void Outbox::Stop() {
  absl::MutexLock lock(&mutex_);
  stopping_ = true;
  changed_.SignalAll();
}

}  // namespace landfall::deliver
