#pragma once

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/base/budget.h"
#include "server/serve/access/access_control.h"
#include "server/serve/access/audit_log.h"
#include "server/serve/calls/call_log.h"
#include "server/serve/calls/call_metrics.h"
#include "server/serve/calls/memory_budget.h"
#include "server/serve/calls/operations.h"
#include "server/serve/calls/refusal_log.h"
#include "server/serve/calls/worker_pool.h"

namespace landfall::serve::calls {

struct CallLimits {
  int readers = 0;       // threads of kRead; 0: one per processor, at least 2
  int long_readers = 0;  // threads of kLong; 0: as many
  int max_waiting_reads = 1024;  // in each of the two
  int max_waiting_writes = 64;   // and as many erasures, and subscriptions
  // For calls that bring no deadline, from arrival to the answer; for those
  // that do, the longest that reading may take once it has begun. A write that
  // was begun is finished, and whoever waits for another system (kSync) waits
  // as long as his deadline says.
  absl::Duration default_deadline = absl::Seconds(10);
  // Of bodies that come and answers that go, all together.
  int64_t max_held_bytes = 256 << 20;
};

// The one door for calls of both transports: who may call, how much waits, and
// what is written down about it. Thread-safe.
class CallGate {
 public:
  // Both must outlive the gate.
  CallGate(const CallLimits& limits, access::AccessControl& access,
           const access::AuditLog& audit);

  // UNAUTHENTICATED or PERMISSION_DENIED when the caller may not,
  // RESOURCE_EXHAUSTED when it calls too often. `caller` is set as soon as it
  // is known who calls, also when the call is refused: the log names it. A
  // method that is open to anybody is refused to nobody.
  absl::Status Admit(const Method& method,
                     const access::Credentials& credentials,
                     access::CallerRef* caller);

  // Whether these credentials still are good, for a call that was admitted
  // before and goes on. Takes nothing from the caller's rate.
  absl::Status Recheck(const access::Credentials& credentials);

  // Whether anybody is asked who it is.
  bool asks_callers() const { return access_.enabled(); }

  // Runs `work` in its lane; RESOURCE_EXHAUSTED when too much waits there
  // already, then it is not run.
  absl::Status Run(Lane lane, std::function<void()> work);

  // Logs and counts a call that has ended, whatever became of it.
  void Note(const CallFacts& facts, const absl::Status& status);

  // Writes the end of a call to the audit log when `operation` is one that
  // belongs there, whatever became of it: a refused call as well. `handlers` is
  // nullptr while the server starts or stops, `caller` when nobody was
  // recognised, and `request` lacks what was not understood of it.
  void Audit(const Operation& operation, const api::Handlers* handlers,
             const access::Caller* caller,
             const google::protobuf::Message& request,
             const absl::Status& status) const;

  // Handles `request` on this thread and counts the verdicts. Reading ends with
  // the status of `budget`. `caller` is who was admitted.
  absl::Status Handle(const Operation& operation, const api::Handlers& handlers,
                      const access::Caller& caller,
                      const google::protobuf::Message& request,
                      base::Budget& budget, Reply* reply);

  const CallLimits& limits() const { return limits_; }
  const CallMetrics& metrics() const { return metrics_; }
  VerdictCounts& verdicts() { return verdicts_; }
  MemoryBudget& held() { return held_; }
  // Jobs that wait or run.
  size_t Load(Lane lane) const;

 private:
  const CallLimits limits_;
  access::AccessControl& access_;
  const access::AuditLog& audit_;
  CallMetrics metrics_;
  VerdictCounts verdicts_;
  MemoryBudget held_;
  RefusalLog refusals_;
  WorkerPool readers_;
  WorkerPool long_readers_;
  WorkerPool writer_;
  WorkerPool erasers_;
  WorkerPool subscribers_;
  WorkerPool syncers_;
};

// Seconds after which a caller may try again, or 0: for the header Retry-After
// and the gRPC trailer of that name.
int RetryAfterSeconds(const absl::Status& status);

}  // namespace landfall::serve::calls
