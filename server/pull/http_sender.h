#pragma once

#include "absl/status/statusor.h"
#include "server/http_client/http_client.h"

namespace landfall::pull {

// Sends one request and waits for its answer. Not thread-safe: one for each
// source that is read.
class HttpSender {
 public:
  virtual ~HttpSender() = default;

  // The answer, whatever its status; errors as http_client::HttpClient::Send.
  virtual absl::StatusOr<http_client::Response> Send(
      const http_client::Request& request) = 0;
  // Ends the request that is under way, and every later one, at once. From any
  // thread.
  virtual void Cancel() = 0;
};

}  // namespace landfall::pull
