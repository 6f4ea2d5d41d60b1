#pragma once

#include "absl/status/status.h"
#include "server/http_client/http_client.h"

namespace landfall::pull {

// Proves to a system who asks. Not thread-safe.
class Authorizer {
 public:
  virtual ~Authorizer() = default;

  // Adds to a request what proves it. May ask for a token; errors as the
  // answer to that question, UNAVAILABLE when it may do better later.
  virtual absl::Status Authorize(http_client::Request* request) = 0;
  // The system did not take the proof. True when there may be a better one.
  virtual bool Renew() = 0;
};

}  // namespace landfall::pull
