#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "absl/time/time.h"
#include "server/base/decimal.h"
#include "server/model/event.h"
#include "server/model/reason.h"
#include "server/store/event_log.h"

namespace landfall::store {

// Which events somebody wants to be told of. What is empty or unset keeps all;
// an event that lacks what is asked for is not meant.
struct SubscriptionFilter {
  std::vector<model::EventType> events{};  // sorted, each once, at least one
  std::optional<model::EventCause> because{};
  std::string card{};
  std::string entity{};
  std::string source{};
  std::string channel{};
  std::optional<model::ReasonCode> reason{};
  std::optional<base::Decimal> min_blocked_value{};  // reporting currency
  // So long must a customer who entered have stood on the card.
  int min_age_minutes = 0;
};

// A delivery that is not tried any more.
struct SetAside {
  EventCursor event;
  absl::Time at;
  int attempts = 0;
  std::string error;  // of the last attempt, or why there is none any more
};

enum class SubscriptionEnd {
  kNone,     // it goes on
  kGone,     // the receiver answered that it is not there any more
  kExpired,  // its lease was not renewed
};

// Somebody who is told of events, and how that goes. Value type.
struct Subscription {
  std::string owner;   // id of the caller who made it
  std::string url;     // where deliveries go; empty once it has ended
  std::string host;    // of the URL
  std::string secret;  // what they are signed with, 32 bytes; empty like `url`
  SubscriptionFilter filter;
  EventCursor after;  // only events behind it are meant
  absl::Time created;
  absl::Time expires;

  SubscriptionEnd end = SubscriptionEnd::kNone;
  std::optional<absl::Time> ended{};
  std::optional<absl::Time> last_delivery{};
  std::optional<absl::Time> failing_since{};  // no success since
  std::string last_error{};                   // of the last attempt that failed
  int64_t failures = 0;                       // since the last success
  int64_t delivered = 0;
  int64_t set_aside = 0;
  std::vector<SetAside> newest_set_aside{};  // the oldest of them first
};

// A delivery that is due, or will be.
struct Delivery {
  int attempts = 0;    // that failed
  absl::Time created;  // when it was first due
  absl::Time due;
};

// Whom a delivery goes to, and the place of what is delivered in the log.
struct DeliveryKey {
  std::string subscription;  // its id
  EventCursor event;

  friend bool operator==(const DeliveryKey& a, const DeliveryKey& b) {
    return a.subscription == b.subscription && a.event == b.event;
  }
  friend bool operator<(const DeliveryKey& a, const DeliveryKey& b) {
    return std::tie(a.subscription, a.event) <
           std::tie(b.subscription, b.event);
  }
};

}  // namespace landfall::store
