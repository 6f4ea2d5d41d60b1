#pragma once

#include <chrono>
#include <functional>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "server/serve/api/api_keys.h"
#include "server/serve/grpc/worker_pool.h"

namespace landfall::serve::grpc {

// Where a call does its work.
enum class Lane {
  // On gRPC's own thread: work of a few microseconds that never waits.
  kInline,
  // On the readers' pool.
  kRead,
  // On the writer's thread. There is one writer at a time anyway; more threads
  // would wait for it and keep readers out.
  kWrite,
};

struct CallLimits {
  int readers = 2;
  int max_waiting_reads = 1024;
  int max_waiting_writes = 64;
  // For calls that bring no deadline, from arrival to the start of the work.
  absl::Duration default_deadline = absl::Seconds(10);
  size_t max_metadata_bytes = 8192;
  size_t max_metadata_entries = 64;
};

// What a call is, whoever makes it.
struct Method {
  const char* name;  // "PromotionService.CheckPromotion"
  Lane lane;
  config::Role role;  // the least that may call it
};

// One unary call. The pointers are valid until it is finished.
struct UnaryCall {
  Method method;
  ::grpc::CallbackServerContext* context;
  const ::grpc::ByteBuffer* request;
  ::grpc::ByteBuffer* response;
};

// Admits calls, runs their work in its lane, logs them and finishes them.
// Thread-safe.
class CallRunner {
 public:
  using Work =
      std::function<absl::Status(const ::grpc::ByteBuffer& request,
                                 ::grpc::ByteBuffer* response, int64_t* items)>;

  CallRunner(const CallLimits& limits, const config::AuthOptions& auth);

  // UNAUTHENTICATED or PERMISSION_DENIED when the caller may not;
  // RESOURCE_EXHAUSTED when the lane is full or the metadata is too large,
  // DEADLINE_EXCEEDED or CANCELLED when the call's time is over before its work
  // begins; otherwise the status of `work`.
  ::grpc::ServerUnaryReactor* Run(const UnaryCall& call, Work work);

  // For streams: the refusals of Run that come before any work.
  absl::Status Admit(const Method& method,
                     const ::grpc::CallbackServerContext& context) const;
  // Runs one step of a stream; RESOURCE_EXHAUSTED when the lane is full, then
  // the step is not run.
  absl::Status RunStep(Lane lane, std::function<void()> step);

 private:
  absl::Status CheckMetadata(
      const ::grpc::CallbackServerContext& context) const;

  const CallLimits limits_;
  const api::ApiKeys keys_;
  WorkerPool readers_;
  WorkerPool writer_;
};

// How long ago `start` was.
absl::Duration Since(std::chrono::steady_clock::time_point start);

}  // namespace landfall::serve::grpc
