// A call as it arrives -> admitted or refused, worked on, logged, finished.
// Entry points: CallRunner::Run and RunStep.
#include "server/serve/grpc/call_runner.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/base/status_macros.h"
#include "server/serve/api/errors.h"
#include "server/serve/grpc/call_log.h"
#include "server/serve/grpc/grpc_status.h"

namespace landfall::serve::grpc {
namespace {

using api::MakeError;
using api::Reason;
using SteadyTime = std::chrono::steady_clock::time_point;

absl::Status Overloaded() {
  return MakeError(absl::StatusCode::kResourceExhausted, Reason::OVERLOADED, "",
                   "the server is busy; try again later");
}

// Why a call that has waited is not begun any more, or OK.
absl::Status StillWanted(const ::grpc::CallbackServerContext& context,
                         SteadyTime start, absl::Duration default_deadline) {
  const bool has_deadline =
      context.deadline() != std::chrono::system_clock::time_point::max();
  const bool late = has_deadline
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

void Finish(const UnaryCall& call, ::grpc::ServerUnaryReactor* reactor,
            SteadyTime start, int64_t items, const absl::Status& status) {
  LogCall({call.method.name, Since(start), items}, status);
  if (status.code() == absl::StatusCode::kResourceExhausted) {
    call.context->AddTrailingMetadata("retry-after", "1");
  }
  reactor->Finish(ToGrpcStatus(status));
}

// The API key that a caller shows, or "".
absl::string_view KeyOf(const ::grpc::CallbackServerContext& context) {
  const auto& metadata = context.client_metadata();
  if (auto it = metadata.find("authorization"); it != metadata.end()) {
    absl::string_view value(it->second.data(), it->second.size());
    if (absl::ConsumePrefix(&value, "Bearer ")) return value;
  }
  if (auto it = metadata.find("x-api-key"); it != metadata.end()) {
    return absl::string_view(it->second.data(), it->second.size());
  }
  return "";
}

}  // namespace

absl::Duration Since(SteadyTime start) {
  return absl::FromChrono(std::chrono::steady_clock::now() - start);
}

CallRunner::CallRunner(const CallLimits& limits,
                       const config::AuthOptions& auth)
    : limits_(limits),
      keys_(auth),
      readers_(limits.readers, limits.max_waiting_reads),
      writer_(1, limits.max_waiting_writes) {}

absl::Status CallRunner::Admit(
    const Method& method, const ::grpc::CallbackServerContext& context) const {
  LF_RETURN_IF_ERROR(CheckMetadata(context));
  return keys_.Authorize(KeyOf(context), method.role);
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
  if (bytes <= limits_.max_metadata_bytes &&
      metadata.size() <= limits_.max_metadata_entries) {
    return absl::OkStatus();
  }
  return MakeError(
      absl::StatusCode::kResourceExhausted, Reason::METADATA_TOO_LARGE, "",
      absl::StrCat("the request's metadata has ", bytes, " bytes in ",
                   metadata.size(), " entries; at most ",
                   limits_.max_metadata_bytes, " in ",
                   limits_.max_metadata_entries, " are allowed"));
}

::grpc::ServerUnaryReactor* CallRunner::Run(const UnaryCall& call, Work work) {
  ::grpc::ServerUnaryReactor* reactor = call.context->DefaultReactor();
  const SteadyTime start = std::chrono::steady_clock::now();
  if (absl::Status refused = Admit(call.method, *call.context); !refused.ok()) {
    Finish(call, reactor, start, 0, refused);
    return reactor;
  }
  auto job = [this, call, reactor, start, work = std::move(work)] {
    int64_t items = 1;
    absl::Status status =
        StillWanted(*call.context, start, limits_.default_deadline);
    if (status.ok()) status = work(*call.request, call.response, &items);
    Finish(call, reactor, start, items, status);
  };
  if (call.method.lane == Lane::kInline) {
    job();
    return reactor;
  }
  if (absl::Status full = RunStep(call.method.lane, std::move(job));
      !full.ok()) {
    Finish(call, reactor, start, 0, full);
  }
  return reactor;
}

absl::Status CallRunner::RunStep(Lane lane, std::function<void()> step) {
  bool taken = true;
  switch (lane) {
    case Lane::kInline:
      step();
      break;
    case Lane::kRead:
      taken = readers_.TryRun(std::move(step));
      break;
    case Lane::kWrite:
      taken = writer_.TryRun(std::move(step));
      break;
  }
  return taken ? absl::OkStatus() : Overloaded();
}

}  // namespace landfall::serve::grpc
