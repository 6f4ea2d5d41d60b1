#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/base/clock.h"
#include "server/http_client/http_client.h"
#include "server/pull/http_sender.h"

namespace landfall::pull {

// A token that an endpoint lends for some time to whoever signs in (OAuth 2.0).
// It is renewed before it ends. Not thread-safe.
class TokenLease {
 public:
  // Both must outlive this.
  TokenLease(HttpSender& sender, const base::Clock& clock)
      : sender_(sender), clock_(clock) {}

  // The token. Where there is none that lasts, `sign_in` makes the request that
  // asks for one. UNAUTHENTICATED: not with these credentials. UNAVAILABLE: the
  // answer holds no token. Others as the answer to the request.
  absl::StatusOr<std::string> Token(
      absl::FunctionRef<http_client::Request()> sign_in);
  // The system did not take the token: the next one is asked for.
  void End() { renew_at_ = absl::InfinitePast(); }

 private:
  absl::Status Fetch(const http_client::Request& request);

  HttpSender& sender_;
  const base::Clock& clock_;
  std::string token_;
  absl::Time renew_at_ = absl::InfinitePast();
};

}  // namespace landfall::pull
