#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "server/serve/calls/call_gate.h"

namespace landfall::serve::grpc {

struct MetadataLimits {
  size_t max_bytes = 8192;
  size_t max_entries = 64;
};

// One unary call. The pointers are valid until it is finished.
struct UnaryCall {
  const calls::Operation* operation;
  ::grpc::CallbackServerContext* context;
  const ::grpc::ByteBuffer* request;
  ::grpc::ByteBuffer* response;
};

// Takes gRPC calls through the gate and finishes them. Thread-safe.
class CallRunner {
 public:
  // Both must outlive the runner.
  CallRunner(calls::CallGate& gate, const api::Handlers& handlers,
             const MetadataLimits& limits = {})
      : gate_(gate), handlers_(handlers), limits_(limits) {}

  // Finishes with what the gate refuses; RESOURCE_EXHAUSTED also when the
  // metadata is too large; DEADLINE_EXCEEDED or CANCELLED when the call's time
  // is over before its work begins; otherwise the status of the operation.
  ::grpc::ServerUnaryReactor* Run(const UnaryCall& call);

  // For streams: the refusals of Run that come before any work.
  absl::StatusOr<access::CallerRef> Admit(
      const calls::Method& method,
      const ::grpc::CallbackServerContext& context);

  calls::CallGate& gate() { return gate_; }
  const api::Handlers& handlers() const { return handlers_; }

 private:
  absl::Status CheckMetadata(
      const ::grpc::CallbackServerContext& context) const;
  absl::Status Work(const UnaryCall& call, const access::Caller& caller,
                    int64_t* items);

  calls::CallGate& gate_;
  const api::Handlers& handlers_;
  const MetadataLimits limits_;
};

// The value of a metadata entry, or "". Valid as long as the call.
absl::string_view MetadataOf(const ::grpc::CallbackServerContext& context,
                             const char* name);

}  // namespace landfall::serve::grpc
