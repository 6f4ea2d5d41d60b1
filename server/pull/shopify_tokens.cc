// Client credentials -> a token of the Admin API. Entry point:
// ShopifyTokens::Authorize.
#include "server/pull/shopify_tokens.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/base/status_macros.h"
#include "server/decode/flatten.h"
#include "server/pull/answer.h"
#include "server/pull/json_quote.h"

namespace landfall::pull {
namespace {

constexpr absl::string_view kPurpose = "sign in";
// A token that ends in the middle of a page costs a request.
constexpr absl::Duration kEarly = absl::Minutes(5);
constexpr int kMostSeconds = 7 * 24 * 3600;

}  // namespace

absl::Status ShopifyTokens::Authorize(http_client::Request* request) {
  if (clock_.Now() >= renew_at_) LF_RETURN_IF_ERROR(Fetch());
  request->headers.push_back({std::string(kShopifyTokenHeader), token_});
  return absl::OkStatus();
}

bool ShopifyTokens::Renew() {
  renew_at_ = absl::InfinitePast();
  return true;
}

absl::Status ShopifyTokens::Fetch() {
  http_client::Request request;
  request.url = absl::StrCat(absl::StripSuffix(connection_.url, "/"),
                             "/admin/oauth/access_token");
  request.headers = {{"Accept", "application/json"},
                     {"Content-Type", "application/json"}};
  request.body = absl::StrCat(
      "{\"client_id\":", JsonQuote(connection_.auth.at("client_id").Reveal()),
      ",\"client_secret\":",
      JsonQuote(connection_.auth.at("client_secret").Reveal()),
      ",\"grant_type\":\"client_credentials\"}");
  const absl::Time asked = clock_.Now();
  LF_ASSIGN_OR_RETURN(const http_client::Response response,
                      sender_.Send(request));
  if (response.status == 400) {
    // The endpoint's word for "not with these credentials".
    return absl::UnauthenticatedError(Refused(response, kPurpose).message());
  }
  if (response.status != 200) return Refused(response, kPurpose);
  const absl::StatusOr<model::Fields> fields =
      decode::FlattenJson(response.body, {});
  int seconds = 0;
  if (!fields.ok() || fields->Text("access_token").empty() ||
      !absl::SimpleAtoi(fields->Text("expires_in"), &seconds)) {
    return absl::UnavailableError(
        absl::StrCat(kPurpose, ": the answer holds no token"));
  }
  token_ = std::string(fields->Text("access_token"));
  const absl::Duration life =
      absl::Seconds(std::clamp(seconds, 0, kMostSeconds));
  renew_at_ = asked + life - std::min(kEarly, life / 2);
  return absl::OkStatus();
}

}  // namespace landfall::pull
