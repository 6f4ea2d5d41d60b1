// Client credentials -> a bearer token. Entry point: EntraTokens::Authorize.
#include "server/pull/entra_tokens.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/base/percent_encode.h"
#include "server/base/status_macros.h"

namespace landfall::pull {
namespace {

constexpr absl::string_view kAuthority = "https://login.microsoftonline.com";

}  // namespace

EntraTokens::EntraTokens(const config::SourceConnection& connection,
                         std::string scope)
    : connection_(connection), scope_(std::move(scope)) {}

absl::Status EntraTokens::Authorize(http_client::Request* request,
                                    Exchange& exchange) {
  LF_ASSIGN_OR_RETURN(const std::string token,
                      lease_.Token(exchange, [this] { return SignIn(); }));
  request->headers.push_back({"Authorization", absl::StrCat("Bearer ", token)});
  return absl::OkStatus();
}

bool EntraTokens::Renew() {
  lease_.End();
  return true;
}

http_client::Request EntraTokens::SignIn() const {
  const auto value = [&](const char* key, absl::string_view otherwise) {
    const auto it = connection_.auth.find(key);
    return it == connection_.auth.end() ? std::string(otherwise)
                                        : it->second.Reveal();
  };
  http_client::Request request;
  request.url = absl::StrCat(
      absl::StripSuffix(value("authority", kAuthority), "/"), "/",
      base::PercentEncode(value("tenant", "")), "/oauth2/v2.0/token");
  request.headers = {{"Accept", "application/json"},
                     {"Content-Type", "application/x-www-form-urlencoded"}};
  request.body = absl::StrCat(
      "grant_type=client_credentials&client_id=",
      base::PercentEncode(value("client_id", "")),
      "&client_secret=", base::PercentEncode(value("client_secret", "")),
      "&scope=", base::PercentEncode(value("scope", scope_)));
  return request;
}

}  // namespace landfall::pull
