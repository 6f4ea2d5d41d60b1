#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/config/server_options.h"
#include "server/serve/http/connection_watch.h"
#include "server/serve/http/http_service.h"

namespace landfall::serve::http {

// Limits on what peers can make grow. The defaults are for production; tests
// make them small.
struct HttpServerOptions {
  config::Listener listener;
  int threads = 0;  // 0: one per processor, at least 2
  // Request line and headers of one request, and what the library needs to
  // answer it. The library clears all of it after every request.
  size_t connection_memory_bytes = 32 << 10;
  PatienceLimits patience;
};

// The HTTP listener: sockets, TLS and threads around an HttpService.
// Thread-safe.
class HttpServer {
 public:
  // Starts to serve. UNAVAILABLE when the address cannot be bound (it is in
  // use, or not ours); INVALID_ARGUMENT when a TLS file cannot be read or used.
  // `service` must outlive the server.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(
      const HttpServerOptions& options, HttpService& service);

  // Stops with no grace when Stop was not called.
  ~HttpServer();

  // Host and port that were bound, "127.0.0.1:40123".
  const std::string& address() const { return address_; }

  // Open connections.
  size_t connections() const;

  // Takes no new connections, finishes the calls that were accepted, at most
  // for `grace`, and closes. Blocks until all have ended.
  void Stop(absl::Duration grace);

 private:
  struct Parts;
  struct Callbacks;
  HttpServer();

  std::unique_ptr<Parts> parts_;
  std::string address_;
};

}  // namespace landfall::serve::http
