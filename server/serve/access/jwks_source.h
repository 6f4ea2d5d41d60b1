#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace landfall::serve::access {

// Where the public keys of a token issuer come from, as a JSON Web Key Set.
// Used by one thread at a time.
class JwksSource {
 public:
  virtual ~JwksSource() = default;
  // The document as it stands now. May wait, for some seconds at most.
  // UNAVAILABLE: it cannot be had now; the message names no secret.
  virtual absl::StatusOr<std::string> Fetch() = 0;
};

// Fetches `url` with HTTPS and the authorities that the system trusts; plain
// HTTP only from this machine. Follows no redirects. Gives up after 5 s, and
// beyond 256 KiB.
std::unique_ptr<JwksSource> MakeHttpJwksSource(std::string url);

}  // namespace landfall::serve::access
