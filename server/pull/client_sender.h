#pragma once

#include <memory>

#include "server/http_client/http_client.h"
#include "server/pull/http_sender.h"

namespace landfall::pull {

// Sends over the network. Pages may be large and slow. Not thread-safe.
class ClientSender : public HttpSender {
 public:
  ClientSender();
  absl::StatusOr<http_client::Response> Send(
      const http_client::Request& request) override;
  void Cancel() override { client_.Cancel(); }

 private:
  http_client::HttpClient client_;
};

}  // namespace landfall::pull
