// A request to sign in -> a token for some time. Entry point:
// TokenLease::Token.
#include "server/pull/token_lease.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/decode/flatten.h"
#include "server/pull/answer.h"

namespace landfall::pull {
namespace {

using http_client::Response;

constexpr absl::string_view kPurpose = "sign in";
// A token that ends in the middle of a page costs a request.
constexpr absl::Duration kEarly = absl::Minutes(5);
constexpr int kMostSeconds = 7 * 24 * 3600;

struct Lent {
  std::string token;
  absl::Duration life;
};

// What an answer of 200 lends; nullopt: nothing.
std::optional<Lent> ReadToken(const Response& response) {
  const absl::StatusOr<model::Fields> fields =
      decode::FlattenJson(response.body, {});
  int seconds = 0;
  if (!fields.ok() || fields->Text("access_token").empty() ||
      !absl::SimpleAtoi(fields->Text("expires_in"), &seconds)) {
    return std::nullopt;
  }
  return Lent{std::string(fields->Text("access_token")),
              absl::Seconds(std::clamp(seconds, 0, kMostSeconds))};
}

}  // namespace

absl::StatusOr<std::string> TokenLease::Token(
    Exchange& exchange, absl::FunctionRef<http_client::Request()> sign_in) {
  if (exchange.Now() >= renew_at_) {
    LF_RETURN_IF_ERROR(Fetch(exchange, sign_in()));
  }
  return token_;
}

absl::Status TokenLease::Fetch(Exchange& exchange,
                               const http_client::Request& request) {
  std::optional<Lent> lent;
  const auto judge =
      [&](const Response& response) -> std::optional<Exchange::Again> {
    if (response.status != 200) return std::nullopt;
    lent = ReadToken(response);
    if (lent.has_value()) return std::nullopt;
    return Exchange::Again{absl::UnavailableError(
        absl::StrCat(kPurpose, ": the answer holds no token"))};
  };
  LF_ASSIGN_OR_RETURN(const Response response,
                      exchange.AskForProof(request, kPurpose, judge));
  if (response.status == 400) {
    // The endpoint's word for "not with these credentials".
    return absl::UnauthenticatedError(Refused(response, kPurpose).message());
  }
  if (!lent.has_value()) return Refused(response, kPurpose);
  token_ = std::move(lent->token);
  renew_at_ = exchange.Now() + lent->life - std::min(kEarly, lent->life / 2);
  return absl::OkStatus();
}

}  // namespace landfall::pull
