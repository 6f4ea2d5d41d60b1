#pragma once

#include "absl/status/status.h"
#include "server/http_client/http_client.h"

namespace landfall::pull {

class Exchange;

// Proves to a system who asks. Not thread-safe.
class Authorizer {
 public:
  virtual ~Authorizer() = default;

  // Adds to a request of `exchange` what proves it. May ask for a token in it
  // first; errors as of Exchange::AskForProof and of the answer to that.
  virtual absl::Status Authorize(http_client::Request* request,
                                 Exchange& exchange) = 0;
  // The system did not take the proof. True when there may be a better one.
  virtual bool Renew() = 0;
};

}  // namespace landfall::pull
