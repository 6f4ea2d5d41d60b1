#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "server/config/source_connection.h"
#include "server/pull/authorizer.h"
#include "server/pull/token_lease.h"

namespace landfall::pull {

// The header that Shopify's Admin API takes a token in.
inline constexpr absl::string_view kShopifyTokenHeader =
    "X-Shopify-Access-Token";

// Tokens that an app of one merchant gets for itself from the shop (client
// credentials grant). They live for a day; a token is renewed before it ends.
// Not thread-safe.
class ShopifyTokens : public Authorizer {
 public:
  // `connection` has a client_id and a client_secret, and outlives this.
  explicit ShopifyTokens(const config::SourceConnection& connection)
      : connection_(connection) {}

  absl::Status Authorize(http_client::Request* request,
                         Exchange& exchange) override;
  bool Renew() override;

 private:
  http_client::Request SignIn() const;

  const config::SourceConnection& connection_;
  TokenLease lease_;
};

}  // namespace landfall::pull
