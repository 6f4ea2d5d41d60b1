#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "google/protobuf/message.h"
#include "server/serve/calls/operations.h"
#include "tests/scenarios/scenario.h"
#include "tests/scenarios/world.h"

namespace landfall::scenarios {

// How a call failed, as far as the transport shows it.
struct Failure {
  std::string status;
  std::string reason;
  std::string field;
  std::string message;
  bool usage = false;  // the command line found it by itself
};

// What became of a call: nothing, where it cannot be said on this transport;
// else a failure or an answer.
struct Outcome {
  bool said = true;
  std::optional<Failure> failure;
  std::unique_ptr<google::protobuf::Message> answer;
};

// A way to ask a world. Not thread-safe.
class Transport {
 public:
  virtual ~Transport() = default;

  // "engine", "grpc", "http" or "cli".
  virtual std::string name() const = 0;

  // Makes a call with the JSON of its request.
  virtual Outcome Call(const serve::calls::Operation& operation,
                       const std::string& request) = 0;

  // Imports a file of the system. The answer is a BatchUpsertRecordsResponse.
  virtual Outcome Import(const scenarios::Import& import) = 0;

  // Sends batches of checks, each the JSON of one message, over one call of
  // StreamCheckPromotion. The answer has the results of all of them.
  virtual Outcome Stream(const std::vector<std::string>& batches) = 0;
};

// Each speaks to `world`, which must outlive it, wherever it listens just then.
// The handlers, without anything between.
std::unique_ptr<Transport> MakeEngineTransport(World& world);
// A gRPC channel over the socket.
std::unique_ptr<Transport> MakeGrpcTransport(World& world);
// HTTP over the socket; verb, path, query and body follow from the routes.
std::unique_ptr<Transport> MakeHttpTransport(World& world);
// The program `landfall`, which asks over gRPC.
std::unique_ptr<Transport> MakeCliTransport(World& world);

// An outcome that says that the transport has no way to say it.
Outcome NotSaid();

}  // namespace landfall::scenarios
