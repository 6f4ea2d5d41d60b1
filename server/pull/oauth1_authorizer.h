#pragma once

#include <functional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/base/clock.h"
#include "server/pull/authorizer.h"

namespace landfall::pull {

// The four values of an integration of Adobe Commerce.
struct OAuth1Keys {
  std::string consumer_key;
  std::string consumer_secret;
  std::string token;
  std::string token_secret;
};

// The value of the Authorization header by which a GET request for `url` is
// signed: OAuth 1.0a (RFC 5849) with HMAC-SHA256. The path and the query of
// `url` are percent-encoded. Pure.
std::string OAuth1Header(const OAuth1Keys& keys, absl::string_view url,
                         absl::string_view nonce, absl::Time now);

// Signs each request anew.
class OAuth1Authorizer : public Authorizer {
 public:
  // `clock` must outlive this.
  OAuth1Authorizer(OAuth1Keys keys, const base::Clock& clock);

  absl::Status Authorize(http_client::Request* request,
                         Exchange& exchange) override;
  bool Renew() override { return false; }

 private:
  const OAuth1Keys keys_;
  const base::Clock& clock_;
};

}  // namespace landfall::pull
