#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "server/app/exit_code.h"
#include "server/config/server_options.h"

namespace landfall::app {

// The running parts of landfalld and the order in which they start and stop:
// store, callers, HTTP listener (which says "not ready"), data, gRPC listener.
// Not thread-safe.
class Server {
 public:
  Server();
  ~Server();

  // Why the server could not start, and the exit code that stands for it.
  struct Failure {
    absl::Status status;
    ExitCode code = kStopped;
  };

  // Starts to serve; a failure has an OK status when all went well. Stop is
  // needed in both cases before the server goes.
  Failure Start(const config::ServerOptions& options);

  // "127.0.0.1:7450". REQUIRES: Start went well.
  const std::string& grpc_address() const;
  const std::string& http_address() const;

  // Takes no new calls, finishes those that were accepted, and ends.
  void Stop();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace landfall::app
