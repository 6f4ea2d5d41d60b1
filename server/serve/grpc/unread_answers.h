#pragma once

#include <grpc/status.h>

#include <array>
#include <cstdint>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "server/base/periodic_task.h"
#include "server/serve/calls/memory_budget.h"
#include "server/serve/calls/steady_time.h"

struct grpc_call;

namespace landfall::serve::grpc {

// How long callers may take to read an answer.
struct AnswerPatience {
  absl::Duration least = absl::Seconds(10);
  // Beyond that a large answer has the time that it takes at this speed, up to
  // `most`; but not while answers fill half of the budget.
  int64_t bytes_per_second = 64 << 10;
  absl::Duration most = absl::Seconds(120);
};

// The answers that gRPC has been given and has not sent yet. It keeps any
// number of them for callers who do not read: flow control bounds what is on
// the line, not what waits for it. Thread-safe.
class UnreadAnswers {
 public:
  // How a call ends whose answer is not read.
  struct Unread {
    grpc_status_code code;
    std::string message;
    // Beyond that of all answers, while there is room for others.
    absl::Duration more_patience;
  };
  static const Unread& NotRead();

  // One answer, from its handing over to the moment when it is sent or dropped.
  class Answer {
   public:
    Answer() = default;
    ~Answer() { Release(); }
    Answer(const Answer&) = delete;
    Answer& operator=(const Answer&) = delete;

    void Release();

   private:
    friend class UnreadAnswers;
    UnreadAnswers* owner_ = nullptr;  // nullptr: holds nothing
    grpc_call* call_ = nullptr;
    int64_t bytes_ = 0;
    calls::SteadyTime since_;
    const Unread* unread_ = nullptr;
  };

  // `budget` must outlive this.
  UnreadAnswers(calls::MemoryBudget& budget, const AnswerPatience& patience);

  const AnswerPatience& patience() const { return patience_; }

  // Counts `bytes` for `call` until answer.Release(), and cancels the call with
  // `unread` when it takes too long until then. RESOURCE_EXHAUSTED: others hold
  // so much that this answer must not be sent. REQUIRES: `answer` holds
  // nothing; `unread` outlives what it holds.
  absl::Status Hold(grpc_call* call, int64_t bytes, Answer& answer,
                    const Unread& unread = NotRead());

 private:
  // Calls of all threads go through here, so they do not share one lock.
  struct Shard {
    absl::Mutex mutex;
    absl::flat_hash_set<const Answer*> answers ABSL_GUARDED_BY(mutex);
  };
  static constexpr size_t kShards = 16;

  Shard& ShardOf(const grpc_call* call);
  void CancelOverdue();
  absl::Duration PatienceFor(const Answer& answer, bool crowded) const;

  calls::MemoryBudget& budget_;
  const AnswerPatience patience_;
  std::array<Shard, kShards> shards_;
  base::PeriodicTask task_;
};

}  // namespace landfall::serve::grpc
