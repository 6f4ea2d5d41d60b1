#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/http_client/http_client.h"
#include "server/pull/exchange.h"

namespace landfall::pull {

// A token that an endpoint lends for some time to whoever signs in (OAuth 2.0).
// It is renewed before it ends. Not thread-safe.
class TokenLease {
 public:
  // The token. Where there is none that lasts, `sign_in` makes the request that
  // asks for one. UNAUTHENTICATED: not with these credentials. Others as of
  // Exchange::AskForProof, and as the answer to the request.
  absl::StatusOr<std::string> Token(
      Exchange& exchange, absl::FunctionRef<http_client::Request()> sign_in);
  // The system did not take the token: the next one is asked for.
  void End() { renew_at_ = absl::InfinitePast(); }

 private:
  absl::Status Fetch(Exchange& exchange, const http_client::Request& request);

  std::string token_;
  absl::Time renew_at_ = absl::InfinitePast();
};

}  // namespace landfall::pull
