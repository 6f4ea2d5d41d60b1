#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "server/serve/calls/call_gate.h"
#include "server/serve/grpc/event_threads.h"
#include "server/serve/grpc/open_streams.h"
#include "server/serve/grpc/unread_answers.h"
#include "server/serve/grpc/watch_streams.h"

namespace landfall::serve::grpc {

struct RunnerLimits {
  size_t max_metadata_bytes = 8192;
  size_t max_metadata_entries = 64;
  AnswerPatience answers;
  WatchStreamLimits watches;
};

// One unary call. The pointers are valid until it is finished.
struct UnaryCall {
  const calls::Operation* operation;
  ::grpc::CallbackServerContext* context;
  const ::grpc::ByteBuffer* request;
  ::grpc::ByteBuffer* response;
};

struct Running;  // a call from its arrival to its end

// Takes gRPC calls through the gate and finishes them. Thread-safe.
class CallRunner {
 public:
  // All must outlive the runner; for `growth` see WatchStreams.
  CallRunner(calls::CallGate& gate, const api::Handlers& handlers,
             const RunnerLimits& limits = {},
             watch::LogGrowth* growth = nullptr)
      : gate_(gate),
        handlers_(handlers),
        limits_(limits),
        unread_(gate.held(), limits.answers),
        watches_(growth, limits.watches) {}

  // Finishes with what the gate refuses; RESOURCE_EXHAUSTED also when the
  // metadata is too large or too many answers wait to be read;
  // DEADLINE_EXCEEDED or CANCELLED when the call's time is over before its
  // answer is there; otherwise the status of the operation.
  ::grpc::ServerUnaryReactor* Run(const UnaryCall& call);

  // For streams: the refusals of Run that come before any work. `caller` as
  // with CallGate::Admit.
  absl::Status Admit(const calls::Method& method,
                     const ::grpc::CallbackServerContext& context,
                     access::CallerRef* caller);

  calls::CallGate& gate() { return gate_; }
  UnreadAnswers& unread() { return unread_; }
  OpenStreams& streams() { return streams_; }
  WatchStreams& watches() { return watches_; }
  const EventThreads& threads() const { return threads_; }
  const api::Handlers& handlers() const { return handlers_; }

 private:
  absl::Status CheckMetadata(
      const ::grpc::CallbackServerContext& context) const;
  // False when the call had to wait and may not: it is not finished then.
  bool WorkAndFinish(Running& running, calls::Waiting waiting);
  absl::Status Work(Running& running, calls::Reply* reply);

  EventThreads threads_;
  calls::CallGate& gate_;
  const api::Handlers& handlers_;
  const RunnerLimits limits_;
  UnreadAnswers unread_;
  OpenStreams streams_;
  WatchStreams watches_;
};

// What the call's metadata shows to prove who makes it. Valid as long as the
// call.
access::Credentials CredentialsOf(const ::grpc::CallbackServerContext& context);

// The value of a metadata entry, or "". Valid as long as the call.
absl::string_view MetadataOf(const ::grpc::CallbackServerContext& context,
                             const char* name);

}  // namespace landfall::serve::grpc
