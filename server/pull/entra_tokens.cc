// Client credentials -> a bearer token. Entry point: EntraTokens::Authorize.
#include "server/pull/entra_tokens.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/base/percent_encode.h"
#include "server/base/status_macros.h"
#include "server/decode/flatten.h"
#include "server/pull/answer.h"

namespace landfall::pull {
namespace {

constexpr absl::string_view kAuthority = "https://login.microsoftonline.com";
constexpr absl::string_view kPurpose = "sign in";
// A token that ends in the middle of a page costs a request.
constexpr absl::Duration kEarly = absl::Minutes(5);
constexpr int kMostSeconds = 7 * 24 * 3600;

}  // namespace

EntraTokens::EntraTokens(HttpSender& sender, const base::Clock& clock,
                         const config::SourceConnection& connection,
                         std::string scope)
    : sender_(sender),
      clock_(clock),
      connection_(connection),
      scope_(std::move(scope)) {}

absl::Status EntraTokens::Authorize(http_client::Request* request) {
  if (clock_.Now() >= renew_at_) LF_RETURN_IF_ERROR(Fetch());
  request->headers.push_back(
      {"Authorization", absl::StrCat("Bearer ", token_)});
  return absl::OkStatus();
}

bool EntraTokens::Renew() {
  renew_at_ = absl::InfinitePast();
  return true;
}

absl::Status EntraTokens::Fetch() {
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
      absl::Seconds(std::min(std::max(seconds, 0), kMostSeconds));
  renew_at_ = asked + life - std::min(kEarly, life / 2);
  return absl::OkStatus();
}

}  // namespace landfall::pull
