#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/config/server_options.h"
#include "server/serve/api/handlers.h"
#include "server/serve/calls/call_gate.h"
#include "server/serve/grpc/event_threads.h"
#include "server/serve/grpc/health.h"
#include "server/serve/grpc/unread_answers.h"
#include "server/serve/grpc/watch_streams.h"

namespace grpc {
class Channel;
}

namespace landfall::serve::grpc {

// Limits on what peers can make grow. The defaults are for production; tests
// make them small.
struct GrpcServerOptions {
  config::Listener listener;
  int max_receive_bytes = 4 << 20;
  size_t max_memory_bytes = 256 << 20;  // for what peers send, all together
  int max_streams_per_connection = 100;
  // With more connections than this the longest silent ones are closed.
  size_t max_connections = 4096;
  WatchLimits health;
  // Each stream of reflection takes a thread; beyond them: RESOURCE_EXHAUSTED.
  int max_threads = 32;
  // Between saying "not serving" and refusing calls, so that a balancer can
  // stop sending.
  absl::Duration drain_wait = absl::ZeroDuration();
  AnswerPatience answers;
  WatchStreamLimits watches;
  // Wakes up those who watch cards; must outlive the server. nullptr: they look
  // every second.
  watch::LogGrowth* log_growth = nullptr;
};

// The gRPC listener with health and reflection. Thread-safe.
class GrpcServer {
 public:
  // Starts to serve. UNAVAILABLE when the address cannot be bound (it is in
  // use, or not ours); INVALID_ARGUMENT when a TLS file cannot be read.
  // `gate` and `handlers` must outlive the server.
  static absl::StatusOr<std::unique_ptr<GrpcServer>> Start(
      const GrpcServerOptions& options, calls::CallGate& gate,
      const api::Handlers& handlers);

  // Stops with no grace when Stop was not called.
  ~GrpcServer();

  // Host and port that were bound, "127.0.0.1:40123".
  const std::string& address() const { return address_; }

  // Says "not serving", finishes the calls that were accepted and cancels those
  // that are not done after `grace`. Blocks until all have ended.
  void Stop(absl::Duration grace);

  // What calls do on gRPC's own threads.
  const EventThreads& threads() const;

  // A connection without a socket, for tests.
  std::shared_ptr<::grpc::Channel> InProcessChannel();

 private:
  struct Parts;
  GrpcServer();

  // Constant after Start.
  std::unique_ptr<Parts> parts_;
  std::string address_;
};

}  // namespace landfall::serve::grpc
