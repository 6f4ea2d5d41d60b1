#pragma once

#include <atomic>
#include <cstdint>
#include <list>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "server/base/periodic_task.h"

namespace landfall::serve::http {

// How long a peer may take, however busily it sends a byte now and then.
struct PatienceLimits {
  absl::Duration first_request = absl::Seconds(15);  // from the connection on
  absl::Duration next_request = absl::Seconds(75);   // from the last answer on
  absl::Duration body = absl::Seconds(30);
  absl::Duration answer = absl::Seconds(120);
  // While an answer is sent, without the peer taking a byte of it.
  absl::Duration standstill = absl::Seconds(10);
  // With more connections than this the longest idle ones are closed, so that
  // nobody who only holds connections keeps others out.
  size_t max_connections = 8192;
};

// Closes connections whose peer takes too long, which the HTTP library cannot
// do: its time-out restarts with every byte. Thread-safe.
class ConnectionWatch {
 public:
  // What a connection is at.
  enum class Phase { kFirstRequest, kNextRequest, kBody, kWorking, kAnswer };

  // A phase and its beginning, as one value: every request enters several, and
  // must not wait for a lock that all connections share.
  class Connection {
   public:
    explicit Connection(int socket) : socket_(socket) {
      Enter(Phase::kFirstRequest);
    }

    struct State {
      Phase phase;
      int64_t since_ms;  // only differences mean something
    };

    void Enter(Phase phase);
    State state() const;
    int socket() const { return socket_; }

    // Since when, at the latest, the peer has taken nothing of what is sent.
    // For the watch only, which asks now and then.
    int64_t StillSince(int64_t now_ms);

   private:
    static constexpr int kPhaseBits = 3;

    const int socket_;
    std::atomic<int64_t> packed_;  // since_ms, and the phase in its low bits
    uint64_t taken_bytes_ = 0;     // the watch's
    int64_t taken_ms_ = 0;
  };
  using Handle = std::list<Connection>::iterator;

  explicit ConnectionWatch(const PatienceLimits& limits);

  // A connection begins and ends. Remove comes before the socket is closed.
  Handle Add(int socket);
  void Remove(Handle connection);
  static void Enter(Handle connection, Phase phase) {
    connection->Enter(phase);
  }

  size_t size() const;

 private:
  void CloseOverdue() ABSL_LOCKS_EXCLUDED(mutex_);
  void CloseLongestIdle() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Duration PatienceFor(Phase phase) const;

  const PatienceLimits limits_;
  mutable absl::Mutex mutex_;
  std::list<Connection> connections_ ABSL_GUARDED_BY(mutex_);
  base::PeriodicTask task_;
};

}  // namespace landfall::serve::http
