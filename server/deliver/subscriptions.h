#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/deliver/deliverer.h"

namespace landfall::deliver {

// What somebody asks for.
struct Wish {
  std::string owner;  // who asks; "" without auth
  std::string url;
  store::SubscriptionFilter filter;
};

struct Subscribed {
  std::string id;
  std::string secret;  // "whsec_…"; empty when it was there before
  absl::Time expires;
};

// A subscription as it is listed.
struct Listed {
  std::string id;
  SubscriptionRef subscription;
  size_t waiting = 0;
  std::vector<std::string> set_aside_ids;      // events of newest_set_aside
  std::vector<std::string> set_aside_cursors;  // of the same
};

// Who is told of events: makes, renews, ends and lists subscriptions.
// Thread-safe.
class Subscriptions {
 public:
  // `deliverer` must outlive this.
  explicit Subscriptions(Deliverer& deliverer) : deliverer_(deliverer) {}

  // Makes a subscription, or renews the one of the same owner, URL and filter.
  // May wait for a host's name to be looked up, some seconds at most, and for a
  // commit. INVALID_ARGUMENT: nothing is delivered to the URL.
  // FAILED_PRECONDITION: too many. Else errors of the store.
  absl::StatusOr<Subscribed> Create(const Wish& wish);

  // Ends it and everything that waits for it; OK also when there is none.
  // `caller` is for the log. Errors of the store.
  absl::Status Delete(const std::string& id, absl::string_view caller);

  // Those of `owner`, nullopt: all; the oldest first.
  std::vector<Listed> List(const std::optional<std::string>& owner) const;

 private:
  // Room for one more of `owner`: ended ones make place, the oldest first.
  absl::Status MakeRoom(const Outbox::Planning& planning,
                        const std::string& owner, Draft* draft) const;

  Deliverer& deliverer_;
};

}  // namespace landfall::deliver
