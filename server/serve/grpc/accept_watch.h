#pragma once

#include <functional>
#include <string>

#include "absl/time/time.h"
#include "server/base/periodic_task.h"
#include "server/serve/grpc/event_threads.h"

namespace landfall::serve::grpc {

struct AcceptWatchOptions {
  std::string address;  // of the gRPC listener
  absl::Duration every = absl::Seconds(10);
  absl::Duration patience = absl::Seconds(5);  // for an answer
  int failures = 3;                            // in a row
  // What the transport's threads are doing. While all of them may be busy with
  // calls, silence says nothing and counts for nothing.
  std::function<EventThreads::Count()> threads;
};

// Sees whether the gRPC listener still takes connections. gRPC 1.51 stops
// accepting for good once the process has run out of file descriptors for a
// moment (CVE-2023-4785), while everything else looks healthy; only a new
// process helps. A process whose threads are merely busy gets well by itself.
// Thread-safe.
class AcceptWatch {
 public:
  // Calls `on_dead` once, on a thread of its own, when nobody answered
  // `failures` times in a row though the transport's threads were free.
  AcceptWatch(AcceptWatchOptions options, std::function<void()> on_dead);

 private:
  void Look();

  const AcceptWatchOptions options_;
  const std::function<void()> on_dead_;
  int failures_ = 0;   // in a row; the task's
  bool dead_ = false;  // on_dead_ was called; the task's
  base::PeriodicTask task_;
};

// Whether anybody answers or closes a connection to `address` ("host:port")
// within `patience`. That the kernel has queued the connection is no answer.
bool AnswersAt(const std::string& address, absl::Duration patience);

}  // namespace landfall::serve::grpc
