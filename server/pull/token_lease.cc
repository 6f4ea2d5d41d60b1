// A request to sign in -> a token for some time. Entry point:
// TokenLease::Token.
#include "server/pull/token_lease.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/decode/flatten.h"
#include "server/pull/answer.h"

namespace landfall::pull {
namespace {

constexpr absl::string_view kPurpose = "sign in";
// A token that ends in the middle of a page costs a request.
constexpr absl::Duration kEarly = absl::Minutes(5);
constexpr int kMostSeconds = 7 * 24 * 3600;

}  // namespace

absl::StatusOr<std::string> TokenLease::Token(
    absl::FunctionRef<http_client::Request()> sign_in) {
  if (clock_.Now() >= renew_at_) LF_RETURN_IF_ERROR(Fetch(sign_in()));
  return token_;
}

absl::Status TokenLease::Fetch(const http_client::Request& request) {
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
