// Outcomes of attempts, and what else happens -> a batch for the store. Entry
// points: Apply, Add, End.
#include "server/deliver/draft.h"

#include <algorithm>
#include <limits>

#include "absl/strings/str_cat.h"
#include "server/deliver/schedule.h"

namespace landfall::deliver {
namespace {

using store::Delivery;
using store::DeliveryKey;
using store::EventCursor;
using store::Subscription;
using store::SubscriptionEnd;

// A receiver that restarts fails less often.
constexpr int kFailuresToTell = 5;

}  // namespace

const Subscription* Draft::Find(const std::string& id) const {
  const Subscription* found = nullptr;
  const auto edited = batch_.subscriptions.find(id);
  if (edited != batch_.subscriptions.end()) {
    found = edited->second ? &*edited->second : nullptr;
  } else {
    // The planning keeps it.
    found = planning_.Find(id).get();
  }
  const bool lives = found != nullptr && found->end == SubscriptionEnd::kNone;
  return lives ? found : nullptr;
}

Subscription* Draft::Edit(const std::string& id) {
  const Subscription* const found = Find(id);
  if (found == nullptr) return nullptr;
  return &*batch_.subscriptions.try_emplace(id, *found).first->second;
}

void Draft::Apply(const Outcome& outcome, double dice) {
  const DeliveryKey& key = outcome.key;
  switch (outcome.result) {
    case Outcome::Result::kDropped:
      if (planning_.Find(key)) batch_.deliveries[key] = std::nullopt;
      break;
    case Outcome::Result::kGone:
      ++failed_;
      End(key.subscription, SubscriptionEnd::kGone);
      break;
    case Outcome::Result::kFailed:
      ++failed_;
      ApplyFailure(outcome, dice);
      break;
    case Outcome::Result::kDelivered:
      ++delivered_;
      if (planning_.Find(key)) batch_.deliveries[key] = std::nullopt;
      if (Subscription* const to = Edit(key.subscription)) {
        if (to->failures >= kFailuresToTell) {
          Tell(Note::Kind::kRecovered, key.subscription, *to);
        }
        ++to->delivered;
        to->last_delivery = outcome.at;
        // Whoever takes deliveries wants them. A flow has no other way to say
        // so: it subscribes when it is turned on, and never again.
        to->expires = std::max(to->expires, now_ + limits_.lease);
        to->failing_since.reset();
        to->last_error.clear();
        to->failures = 0;
      }
      break;
  }
}

void Draft::ApplyFailure(const Outcome& outcome, double dice) {
  const DeliveryKey& key = outcome.key;
  Subscription* const to = Edit(key.subscription);
  if (to == nullptr) return;
  to->last_error = outcome.error;
  if (!to->failing_since) to->failing_since = outcome.at;
  if (++to->failures == kFailuresToTell) {
    Tell(Note::Kind::kFailing, key.subscription, *to, outcome.error);
  }
  // It may have been set aside meanwhile.
  std::optional<Delivery> delivery = planning_.Find(key);
  if (!delivery || batch_.deliveries.contains(key)) return;
  ++delivery->attempts;
  const auto next =
      NextAttempt(limits_, *delivery, outcome.at, outcome.retry_after, dice);
  if (!next) {
    SetAside(key, outcome.error);
    return;
  }
  delivery->due = *next;
  batch_.deliveries[key] = delivery;
}

void Draft::Add(const DeliveryKey& key, const Delivery& delivery) {
  batch_.deliveries[key] = delivery;
}

void Draft::Trim(const std::string& id, size_t most) {
  // As many wait as are there and are added, but for those that go.
  std::vector<EventCursor> added;
  size_t going = 0;
  const auto from = batch_.deliveries.lower_bound({id, EventCursor()});
  for (auto it = from;
       it != batch_.deliveries.end() && it->first.subscription == id; ++it) {
    const bool held = planning_.Find(it->first).has_value();
    if (!it->second) ++going;
    if (it->second && !held) added.push_back(it->first.event);
  }
  const size_t held = planning_.CountWaiting(id);
  size_t waiting = held + added.size() - std::min(held, going);
  const std::string error =
      absl::StrCat("more than ", most, " deliveries waited");
  std::vector<EventCursor> oldest =
      planning_.Waiting(id, waiting > most ? waiting - most + going : 0);
  oldest.insert(oldest.end(), added.begin(), added.end());
  for (const EventCursor& event : oldest) {
    if (waiting <= most) break;
    const auto planned = batch_.deliveries.find({id, event});
    if (planned != batch_.deliveries.end() && !planned->second) continue;
    SetAside({id, event}, error);
    --waiting;
  }
}

void Draft::SetAside(const DeliveryKey& key, const std::string& error) {
  Subscription* const to = Edit(key.subscription);
  if (to == nullptr) return;
  const auto held = planning_.Find(key);
  batch_.deliveries[key] = std::nullopt;
  ++to->set_aside;
  std::vector<store::SetAside>& newest = to->newest_set_aside;
  newest.push_back({key.event, now_, held ? held->attempts : 0, error});
  if (newest.size() > limits_.set_aside_kept) newest.erase(newest.begin());
  Note& note = set_aside_[key.subscription];
  note = {Note::Kind::kSetAside,
          key.subscription,
          "",
          to->owner,
          to->host,
          note.count + 1,
          error};
}

void Draft::DropWaiting(const std::string& id) {
  for (const EventCursor& event :
       planning_.Waiting(id, std::numeric_limits<size_t>::max())) {
    batch_.deliveries[{id, event}] = std::nullopt;
  }
  auto it = batch_.deliveries.lower_bound({id, EventCursor()});
  for (; it != batch_.deliveries.end() && it->first.subscription == id; ++it) {
    it->second.reset();
  }
}

void Draft::End(const std::string& id, SubscriptionEnd end) {
  Subscription* const ending = Edit(id);
  if (ending == nullptr) return;
  ending->end = end;
  ending->ended = now_;
  ending->url.clear();
  ending->secret.clear();
  DropWaiting(id);
  Tell(end == SubscriptionEnd::kGone ? Note::Kind::kGone : Note::Kind::kExpired,
       id, *ending);
}

void Draft::Remove(const std::string& id) {
  batch_.subscriptions[id] = std::nullopt;
  DropWaiting(id);
}

void Draft::Tell(Note::Kind kind, const std::string& id,
                 const Subscription& subscription, const std::string& error) {
  notes_.push_back(
      {kind, id, "", subscription.owner, subscription.host, 0, error});
}

std::vector<Note> Draft::TakeNotes() {
  for (auto& [id, note] : set_aside_) notes_.push_back(std::move(note));
  set_aside_.clear();
  return std::move(notes_);
}

}  // namespace landfall::deliver
