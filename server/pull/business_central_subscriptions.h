#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/pull/business_central.h"
#include "server/pull/subscriber.h"

namespace landfall::pull {

// Where Business Central is to send notifications, and what it shows in each.
struct NotifyAddress {
  std::string url;
  std::string secret;  // at most 2,048 characters
};

// Subscriptions to the customers of each company that is a legal entity. They
// end after three days, so each is renewed halfway. What others have subscribed
// to is left alone. Not thread-safe.
class BusinessCentralSubscriptions : public Subscriber {
 public:
  // How long a subscription lasts, says its documentation.
  static constexpr absl::Duration kLasts = absl::Hours(72);
  // It is looked after them so often: a subscription that could not be
  // delivered once is gone.
  static constexpr absl::Duration kEvery = absl::Hours(1);
  static constexpr absl::Duration kAfterFailure = absl::Minutes(5);

  // `connector` must outlive this; `root` is the url of the source.
  BusinessCentralSubscriptions(BusinessCentral& connector,
                               absl::string_view root, NotifyAddress address);

  absl::Time due() const override { return due_; }
  absl::Status Tend(absl::Time now, Exchange& exchange) override;
  int standing() const override { return standing_; }

 private:
  // One that stands.
  struct Held {
    std::string id;
    std::string etag;
    std::string resource;
    std::string secret;
    absl::Time ends;
  };

  absl::StatusOr<std::vector<Held>> List(Exchange& exchange) const;
  absl::Status TendOne(const Part& part, const std::vector<Held>& held,
                       absl::Time now, Exchange& exchange);

  BusinessCentral& connector_;
  const std::string url_;  // of all subscriptions
  const NotifyAddress address_;
  absl::Time due_ = absl::InfinitePast();
  int standing_ = 0;
};

}  // namespace landfall::pull
