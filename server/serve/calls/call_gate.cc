// Entry points: CallGate::Admit, Run and Note.
#include "server/serve/calls/call_gate.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "server/base/status_macros.h"
#include "server/serve/api/errors.h"
#include "server/serve/calls/within_memory.h"

namespace landfall::serve::calls {
namespace {

// They do little but wait.
constexpr int kErasers = 4;
constexpr int kSubscribers = 4;

// Who calls what anybody may, unless it is known better.
access::CallerRef Anybody() {
  static const auto& anybody =
      *new access::CallerRef(std::make_shared<const access::Caller>());
  return anybody;
}
// More than may wait, so that others are answered meanwhile.
constexpr int kSyncers = pull::Sync::kMostWaiting + 4;

CallLimits WithDefaults(CallLimits limits) {
  if (limits.readers <= 0) {
    limits.readers =
        std::max(2, static_cast<int>(std::thread::hardware_concurrency()));
  }
  if (limits.long_readers <= 0) limits.long_readers = limits.readers;
  return limits;
}

absl::Status Overloaded() {
  return api::MakeError(absl::StatusCode::kResourceExhausted,
                        api::Reason::OVERLOADED, "",
                        "the server is busy; try again later");
}

}  // namespace

CallGate::CallGate(const CallLimits& limits, access::AccessControl& access,
                   const access::AuditLog& audit)
    : limits_(WithDefaults(limits)),
      access_(access),
      audit_(audit),
      held_(limits_.max_held_bytes),
      readers_(limits_.readers, limits_.max_waiting_reads),
      // A card that takes a second may take two; a check must not.
      long_readers_(limits_.long_readers, limits_.max_waiting_reads,
                    WorkerPool::Priority::kYields),
      writer_(1, limits_.max_waiting_writes),
      erasers_(kErasers, limits_.max_waiting_writes),
      subscribers_(kSubscribers, limits_.max_waiting_writes),
      syncers_(kSyncers, limits_.max_waiting_writes) {}

absl::Status CallGate::Admit(const Method& method,
                             const access::Credentials& credentials,
                             access::CallerRef* caller) {
  if (method.open) {
    auto known = access_.Authenticate(credentials);
    *caller = known.ok() ? *std::move(known) : Anybody();
    return absl::OkStatus();
  }
  LF_ASSIGN_OR_RETURN(*caller, access_.Authenticate(credentials));
  return access_.Admit(**caller, method.role);
}

absl::Status CallGate::Recheck(const access::Credentials& credentials) {
  return access_.Authenticate(credentials).status();
}

absl::Status CallGate::Run(Lane lane, std::function<void()> work) {
  bool taken = true;
  switch (lane) {
    case Lane::kInline:
      work();
      break;
    case Lane::kRead:
      taken = readers_.TryRun(std::move(work));
      break;
    case Lane::kLong:
      taken = long_readers_.TryRun(std::move(work));
      break;
    case Lane::kWrite:
      taken = writer_.TryRun(std::move(work));
      break;
    case Lane::kErase:
      taken = erasers_.TryRun(std::move(work));
      break;
    case Lane::kSubscribe:
      taken = subscribers_.TryRun(std::move(work));
      break;
    case Lane::kSync:
      taken = syncers_.TryRun(std::move(work));
      break;
  }
  return taken ? absl::OkStatus() : Overloaded();
}

void CallGate::Note(const CallFacts& facts, const absl::Status& status) {
  if (refusals_.Allows(status, facts.caller)) LogCall(facts, status);
  metrics_.Note(facts, status.code());
}

void CallGate::Audit(const Operation& operation, const api::Handlers* handlers,
                     const access::Caller* caller,
                     const google::protobuf::Message& request,
                     const absl::Status& status) const {
  if (operation.target == nullptr) return;
  audit_.Record(
      caller == nullptr ? access::Caller() : *caller, operation.method.name,
      handlers == nullptr ? "" : operation.target(*handlers, request), status);
}

absl::Status CallGate::Handle(const Operation& operation,
                              const api::Handlers& handlers,
                              const access::Caller& caller,
                              const google::protobuf::Message& request,
                              base::Budget& budget, Reply* reply) {
  const api::CallerView view{caller.id, caller.role == config::Role::kAdmin};
  absl::Status status = WithinMemory([&] {
    return operation.handle(handlers.Within(budget, view), request, reply);
  });
  if (operation.tally != nullptr && status.ok() && !reply->deferred()) {
    operation.tally(*reply, verdicts_);
  }
  return status;
}

size_t CallGate::Load(Lane lane) const {
  switch (lane) {
    case Lane::kInline:
      return 0;
    case Lane::kRead:
      return readers_.Load();
    case Lane::kLong:
      return long_readers_.Load();
    case Lane::kWrite:
      return writer_.Load();
    case Lane::kErase:
      return erasers_.Load();
    case Lane::kSubscribe:
      return subscribers_.Load();
    case Lane::kSync:
      return syncers_.Load();
  }
  return 0;
}

int RetryAfterSeconds(const absl::Status& status) {
  if (status.code() != absl::StatusCode::kResourceExhausted &&
      status.code() != absl::StatusCode::kUnavailable) {
    return 0;
  }
  return std::max(1, api::DetailOf(status).retry_after_seconds());
}

}  // namespace landfall::serve::calls
