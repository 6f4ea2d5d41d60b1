// Client credentials -> a token of the Admin API. Entry point:
// ShopifyTokens::Authorize.
#include "server/pull/shopify_tokens.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/base/status_macros.h"
#include "server/decode/json_text.h"

namespace landfall::pull {

absl::Status ShopifyTokens::Authorize(http_client::Request* request,
                                      Exchange& exchange) {
  LF_ASSIGN_OR_RETURN(std::string token,
                      lease_.Token(exchange, [this] { return SignIn(); }));
  request->headers.push_back(
      {std::string(kShopifyTokenHeader), std::move(token)});
  return absl::OkStatus();
}

bool ShopifyTokens::Renew() {
  lease_.End();
  return true;
}

http_client::Request ShopifyTokens::SignIn() const {
  http_client::Request request;
  request.url = absl::StrCat(absl::StripSuffix(connection_.url, "/"),
                             "/admin/oauth/access_token");
  request.headers = {{"Accept", "application/json"},
                     {"Content-Type", "application/json"}};
  request.body = absl::StrCat(
      "{\"client_id\":",
      decode::JsonString(connection_.auth.at("client_id").Reveal()),
      ",\"client_secret\":",
      decode::JsonString(connection_.auth.at("client_secret").Reveal()),
      ",\"grant_type\":\"client_credentials\"}");
  return request;
}

}  // namespace landfall::pull
