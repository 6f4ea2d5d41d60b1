// A call as it arrives -> admitted or refused, worked on, noted, finished.
// Entry points: CallRunner::Run and Admit.
#include "server/serve/grpc/call_runner.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/arena.h"
#include "server/base/status_macros.h"
#include "server/serve/api/errors.h"
#include "server/serve/calls/request_id.h"
#include "server/serve/calls/steady_time.h"
#include "server/serve/calls/work_budget.h"
#include "server/serve/grpc/grpc_status.h"
#include "server/serve/grpc/message_codec.h"

namespace landfall::serve::grpc {

// A call that counts its answer until it is sent. Deletes itself at the end.
class AnsweringReactor final : public ::grpc::ServerUnaryReactor {
 public:
  UnreadAnswers::Answer& answer() { return answer_; }
  void OnDone() override { delete this; }

 private:
  // What OnDone does is little enough for the thread that ends the call, as
  // with gRPC's own reactor for calls that are finished at once.
  bool InternalInlineable() override { return true; }

  UnreadAnswers::Answer answer_;
};

// What goes with a call from its arrival to its end.
struct Running {
  UnaryCall call;
  AnsweringReactor* reactor;
  calls::SteadyTime start;
  access::CallerRef caller;
  int64_t items = 1;
};

namespace {

using api::MakeError;
using api::Reason;
using calls::Since;
using calls::SteadyTime;
using google::protobuf::Message;

constexpr size_t kFirstArenaBytes = 4096;

bool HasDeadline(const ::grpc::CallbackServerContext& context) {
  return context.deadline() != std::chrono::system_clock::time_point::max();
}

// Why a call that has waited is not begun any more, or OK.
absl::Status StillWanted(const ::grpc::CallbackServerContext& context,
                         SteadyTime start, absl::Duration default_deadline) {
  const bool late = HasDeadline(context)
                        ? std::chrono::system_clock::now() >= context.deadline()
                        : Since(start) >= default_deadline;
  if (late) {
    return MakeError(absl::StatusCode::kDeadlineExceeded,
                     Reason::DEADLINE_PASSED, "",
                     "the deadline passed before the call was begun");
  }
  if (context.IsCancelled()) {
    return MakeError(absl::StatusCode::kCancelled, Reason::DEADLINE_PASSED, "",
                     "the caller has gone");
  }
  return absl::OkStatus();
}

void Audit(const calls::CallGate& gate, const api::Handlers& handlers,
           const Running& running, const absl::Status& status) {
  const calls::Operation& operation = *running.call.operation;
  if (operation.target == nullptr) return;
  google::protobuf::Arena arena;
  Message* request = operation.request->New(&arena);
  // Of a request that cannot be read the target is not known.
  ParseMessage(*running.call.request, request).IgnoreError();
  gate.Audit(operation, &handlers, running.caller.get(), *request, status);
}

void Finish(calls::CallGate& gate, const api::Handlers& handlers,
            const Running& running, const absl::Status& status) {
  Audit(gate, handlers, running, status);
  const calls::RequestId id(MetadataOf(*running.call.context, "traceparent"));
  gate.Note({running.call.operation->method.name, calls::Transport::kGrpc,
             Since(running.start), running.items,
             running.caller == nullptr ? "" : running.caller->id, id.text()},
            status);
  if (const int seconds = calls::RetryAfterSeconds(status); seconds > 0) {
    running.call.context->AddTrailingMetadata("retry-after",
                                              absl::StrCat(seconds));
  }
  running.reactor->Finish(ToGrpcStatus(status));
}

// How long a call that is begun now may work, or wait.
base::Budget::Ask BudgetOf(const UnaryCall& call, SteadyTime start,
                           const calls::CallLimits& limits) {
  const calls::Lane lane = call.operation->method.lane;
  if (lane == calls::Lane::kInline) return nullptr;
  const ::grpc::CallbackServerContext& context = *call.context;
  absl::Duration most = limits.default_deadline;
  if (HasDeadline(context)) {
    start = calls::SteadyNow();
    const absl::Duration left =
        absl::FromChrono(context.deadline() - std::chrono::system_clock::now());
    most = lane == calls::Lane::kSync ? left : std::min(most, left);
  }
  if (lane == calls::Lane::kSync) most = calls::WaitingTime(most);
  return calls::EndsAfter(start, most,
                          [&context] { return context.IsCancelled(); });
}

}  // namespace

absl::string_view MetadataOf(const ::grpc::CallbackServerContext& context,
                             const char* name) {
  const auto& metadata = context.client_metadata();
  const auto found = metadata.find(name);
  if (found == metadata.end()) return "";
  return absl::string_view(found->second.data(), found->second.size());
}

access::Credentials CredentialsOf(
    const ::grpc::CallbackServerContext& context) {
  return {MetadataOf(context, "authorization"),
          MetadataOf(context, "x-api-key")};
}

absl::Status CallRunner::Admit(const calls::Method& method,
                               const ::grpc::CallbackServerContext& context,
                               access::CallerRef* caller) {
  LF_RETURN_IF_ERROR(CheckMetadata(context));
  return gate_.Admit(method, CredentialsOf(context), caller);
}

absl::Status CallRunner::CheckMetadata(
    const ::grpc::CallbackServerContext& context) const {
  // The channel argument for this binds only peers that acknowledge our
  // settings, so it is checked here again.
  size_t bytes = 0;
  const auto& metadata = context.client_metadata();
  for (const auto& [name, value] : metadata) {
    bytes += name.size() + value.size();
  }
  if (bytes > limits_.max_metadata_bytes ||
      metadata.size() > limits_.max_metadata_entries) {
    return MakeError(
        absl::StatusCode::kResourceExhausted, Reason::METADATA_TOO_LARGE, "",
        absl::StrCat("the request's metadata has ", bytes, " bytes in ",
                     metadata.size(), " entries; at most ",
                     limits_.max_metadata_bytes, " in ",
                     limits_.max_metadata_entries, " are allowed"));
  }
  // Two credentials of a kind would leave open which of them counts.
  if (metadata.count("authorization") > 1 || metadata.count("x-api-key") > 1) {
    return access::RepeatedCredential();
  }
  return absl::OkStatus();
}

absl::Status CallRunner::Work(Running& running, calls::Reply* reply) {
  const UnaryCall& call = running.call;
  LF_RETURN_IF_ERROR(StillWanted(*call.context, running.start,
                                 gate_.limits().default_deadline));
  google::protobuf::Arena* const arena = reply->message()->GetArena();
  Message* request = call.operation->request->New(arena);
  LF_RETURN_IF_ERROR(ParseMessage(*call.request, request));
  running.items = call.operation->items(*request);
  base::Budget budget(BudgetOf(call, running.start, gate_.limits()));
  LF_RETURN_IF_ERROR(gate_.Handle(*call.operation, handlers_, *running.caller,
                                  *request, budget, reply));
  if (reply->deferred()) return absl::OkStatus();
  WriteMessage(*reply->message(), call.response);
  return unread_.Hold(call.context->c_call(),
                      static_cast<int64_t>(call.response->Length()),
                      running.reactor->answer());
}

bool CallRunner::WorkAndFinish(Running& running, calls::Waiting waiting) {
  // Enough for a check, so that most calls take nothing from the heap here.
  alignas(8) char first_block[kFirstArenaBytes];
  google::protobuf::Arena arena(first_block, sizeof(first_block));
  calls::Reply reply(running.call.operation->response->New(&arena), waiting);
  const absl::Status status = Work(running, &reply);
  if (reply.deferred()) return false;
  Finish(gate_, handlers_, running, status);
  return true;
}

::grpc::ServerUnaryReactor* CallRunner::Run(const UnaryCall& call) {
  const EventThreads::Work work(threads_);
  Running running{call, new AnsweringReactor(), calls::SteadyNow(), nullptr};
  AnsweringReactor* const reactor = running.reactor;
  const absl::Status admitted =
      Admit(call.operation->method, *call.context, &running.caller);
  if (!admitted.ok()) {
    Finish(gate_, handlers_, running, admitted);
    return reactor;
  }
  calls::Lane lane = call.operation->method.lane;
  if (lane == calls::Lane::kInline) {
    if (WorkAndFinish(running, calls::Waiting::kNever)) return reactor;
    lane = calls::Lane::kRead;
  }
  const absl::Status full = gate_.Run(lane, [this, running]() mutable {
    WorkAndFinish(running, calls::Waiting::kAllowed);
  });
  if (!full.ok()) Finish(gate_, handlers_, running, full);
  return reactor;
}

}  // namespace landfall::serve::grpc
