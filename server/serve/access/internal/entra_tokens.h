#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/config/server_options.h"
#include "server/serve/access/access_control.h"
#include "server/serve/access/internal/failure_limit.h"
#include "server/serve/access/internal/jwt.h"
#include "server/serve/access/internal/signing_keys.h"
#include "server/serve/access/internal/token_cache.h"
#include "server/serve/access/jwks_source.h"

namespace landfall::serve::access::internal {

// Access tokens of one Microsoft Entra ID tenant. Thread-safe.
class EntraTokens {
 public:
  // Fetches the issuer's keys; may wait for some seconds. Callers get the rate
  // `usual`.
  EntraTokens(const config::EntraAuth& entra, const config::RateLimit& usual,
              std::unique_ptr<JwksSource> source, absl::Time now);

  // Whose token this is. The errors of AccessControl::Authenticate, and
  // RESOURCE_EXHAUSTED for a token that is not known yet while too many have
  // wrong signatures.
  absl::StatusOr<CallerRef> Verify(absl::string_view token, absl::Time now);

 private:
  // Why the claims are no good here, for the log; "" when they are.
  absl::string_view ProblemOf(const Claims& claims, absl::Time now) const;
  // nullptr when no role is mapped to the token.
  CallerRef CallerOf(const Claims& claims) const;
  // Whether the role would come from the application alone although a person
  // may be behind the token.
  bool TrustsAppOnly(const Claims& claims) const;

  const config::EntraAuth entra_;
  const config::RateLimit usual_;
  SigningKeys keys_;
  TokenCache cache_;
  FailureLimit forgeries_;
};

}  // namespace landfall::serve::access::internal
