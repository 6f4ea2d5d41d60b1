#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/decode/payload_splitter.h"
#include "server/pull/exchange.h"
#include "server/pull/modified_walk.h"

namespace landfall::pull {

// The requests for orders of BigCommerce. A list of orders has only links to
// where they go, and says nothing true about refunds (`refunded_amount` is
// always 0). Each order is completed here: `shipping_addresses` becomes the
// list itself, and `refunds` holds those of the order. Not thread-safe.
class BigCommerceOrders {
 public:
  // `root`: of the store, without a slash at its end.
  explicit BigCommerceOrders(std::string root);

  static constexpr int kPageSize = 250;

  // One page of orders, completed.
  absl::StatusOr<AnswerPage> Read(const ModifiedWalk::Step& step,
                                  Exchange& exchange);

 private:
  using Rows = std::vector<decode::PayloadElement>;

  std::string UrlOf(const ModifiedWalk::Step& step) const;
  absl::Status AddAddresses(Rows& rows, Exchange& exchange);
  absl::Status AddRefunds(Rows& rows, Exchange& exchange);

  const std::string root_;
  // Whether lists of orders bring along where they go, so that it need not be
  // asked for each of them. Found out while reading.
  bool takes_consignments_ = true;
};

}  // namespace landfall::pull
