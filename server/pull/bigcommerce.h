#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/config/source_connection.h"
#include "server/pull/bigcommerce_b2b.h"
#include "server/pull/bigcommerce_orders.h"
#include "server/pull/connector.h"
#include "server/pull/modified_walk.h"

namespace landfall::pull {

// Reads the customers (V3) and the orders (V2) of a BigCommerce store, and the
// companies and quotes of its B2B Edition if the connection names its address:
// everything, of orders and quotes as far back as the connection says, then
// what was modified since. Deletions only show when everything is read. Not
// thread-safe.
//
// Places and bookmarks are of modified_walk.h.
class BigCommerce : public Connector {
 public:
  // Must outlive this.
  explicit BigCommerce(const config::SourceConnection& connection);

  std::vector<Part> Parts() const override;
  std::string First(const Part& part, absl::Time started) const override;
  std::string Since(const Part& part, const std::string& bookmark,
                    absl::Time started) const override;
  absl::StatusOr<Page> Read(const Part& part, const std::string& place,
                            Exchange& exchange) override;

 private:
  absl::StatusOr<AnswerPage> ReadCustomers(const ModifiedWalk::Step& step,
                                           Exchange& exchange);

  const config::SourceConnection& connection_;
  const std::string root_;
  BigCommerceOrders orders_;
  BigCommerceB2b b2b_;
};

}  // namespace landfall::pull
