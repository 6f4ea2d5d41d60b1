#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/base/clock.h"
#include "server/config/server_options.h"
#include "server/serve/access/jwks_source.h"

namespace landfall::serve::access {

// What a caller shows to prove who it is, as it stands in the request. A
// request that carries one of the two more than once must be refused before:
// see RepeatedCredential(). The views must outlive the call they are given to.
struct Credentials {
  // Value of the header or metadata entry "authorization"; "" when absent.
  absl::string_view authorization;
  // Value of "x-api-key"; "" when absent.
  absl::string_view api_key;
};

// Who calls. Immutable once it is handed out.
struct Caller {
  // The id of an API key ("flows") or the application that an Entra ID token
  // was made for ("entra:<application id>"); "" when no auth is configured.
  // Fit for logs: never a key, a token or a person.
  std::string id;
  config::Role role = config::Role::kReader;
  config::RateLimit rate_limit{};  // none by default
};

// Cheap to copy; a caller who is known already costs no allocation.
using CallerRef = std::shared_ptr<const Caller>;

// "reader", "ingester", "admin".
absl::string_view RoleName(config::Role role);

// UNAUTHENTICATED, as for any bad credentials. For transports that
// see a request with two authorization headers, or two of x-api-key.
absl::Status RepeatedCredential();

// Who may call, and how often: API keys, a file of keys that is read again when
// it changes, and tokens of Microsoft Entra ID. Knows no transport.
// Thread-safe. No function waits for the network.
class AccessControl {
 public:
  // Reads the keys file and fetches the issuer's keys, waiting some seconds at
  // most; an issuer that cannot be reached is logged and tried again later.
  // `jwks` may be nullptr: then the keys come from auth.entra.jwks_url. `clock`
  // must outlive the result. INVALID_ARGUMENT or NOT_FOUND: the keys file is
  // broken or not there.
  static absl::StatusOr<std::unique_ptr<AccessControl>> Create(
      const config::AuthOptions& auth, const base::Clock& clock,
      std::unique_ptr<JwksSource> jwks);

  ~AccessControl();
  AccessControl(const AccessControl&) = delete;
  AccessControl& operator=(const AccessControl&) = delete;

  // Who shows these credentials. Never nullptr when OK; without configured auth
  // everybody is an admin without id.
  // UNAUTHENTICATED: with the same text whatever is wrong with them.
  // PERMISSION_DENIED: a good token that no role here is mapped to.
  // UNAVAILABLE: a token with a signing key that is being fetched just now, or
  // will be within a minute; retry_after_seconds is set.
  // RESOURCE_EXHAUSTED instead of UNAUTHENTICATED: too many bad ones came
  // recently, or a token was not looked at because too many were forged.
  // retry_after_seconds is set. Credentials that were good before are always
  // taken.
  absl::StatusOr<CallerRef> Authenticate(const Credentials& credentials);

  // Whether `caller` may make one call now that takes at least the role
  // `least`. Counts the call against the caller's rate, even when it refuses.
  // RESOURCE_EXHAUSTED: too many calls; retry_after_seconds is set.
  // PERMISSION_DENIED: the role is too low.
  absl::Status Admit(const Caller& caller, config::Role least);

  // Whether the API keys in force are those of auth.keys_file; false while it
  // cannot be read or is bad, nullopt when there is none.
  std::optional<bool> keys_file_in_force() const;

  // Whether callers must identify themselves.
  bool enabled() const;

 private:
  class Impl;
  explicit AccessControl(std::unique_ptr<Impl> impl);

  const std::unique_ptr<Impl> impl_;
};

}  // namespace landfall::serve::access
