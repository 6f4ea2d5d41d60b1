#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/engine/engine.h"
#include "server/model/settings.h"
#include "server/serve/api/handlers.h"

namespace landfall::scenarios {

// A landfalld in this process: a configuration file that was loaded, a store in
// a folder of its own, gRPC and HTTP on sockets, and a clock that stands still.
// Calls may come from many threads; the members here are not thread-safe.
class World {
 public:
  // `config` is landfall.yaml as text, without listeners and store.
  static absl::StatusOr<std::unique_ptr<World>> Start(const std::string& config,
                                                      absl::Time now);
  // The same with settings that no file says.
  static absl::StatusOr<std::unique_ptr<World>> Start(model::Settings settings,
                                                      absl::Time now);
  ~World();

  absl::Time now() const;
  void SetTime(absl::Time now);

  // Stops the server and starts it on the same store, on other ports.
  absl::Status Restart();

  const serve::api::Handlers& handlers() const;
  // What the handlers ask, for records that come without payloads.
  engine::Engine& engine();
  const model::Settings& settings() const;
  const std::string& grpc_address() const;
  const std::string& http_address() const;
  // For files of the command line.
  const std::string& folder() const;

 private:
  struct Parts;
  struct Server;
  explicit World(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace landfall::scenarios
