#include "server/serve/http/connection_watch.h"

#include <sys/socket.h>

namespace landfall::serve::http {
namespace {

constexpr absl::Duration kRound = absl::Milliseconds(500);

using Phase = ConnectionWatch::Phase;

bool IsIdle(Phase phase) {
  return phase == Phase::kFirstRequest || phase == Phase::kNextRequest;
}

// The library that owns the socket sees an end of file and cleans up.
void Close(const ConnectionWatch::Connection& connection) {
  shutdown(connection.socket, SHUT_RDWR);
}

}  // namespace

ConnectionWatch::ConnectionWatch(const PatienceLimits& limits)
    : limits_(limits), thread_([this] { Watch(); }) {}

ConnectionWatch::~ConnectionWatch() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  thread_.join();
}

ConnectionWatch::Handle ConnectionWatch::Add(int socket) {
  absl::MutexLock lock(&mutex_);
  if (connections_.size() >= limits_.max_connections) CloseLongestIdle();
  connections_.push_back({socket, Phase::kFirstRequest, calls::SteadyNow()});
  return std::prev(connections_.end());
}

void ConnectionWatch::Remove(Handle connection) {
  absl::MutexLock lock(&mutex_);
  connections_.erase(connection);
}

void ConnectionWatch::Enter(Handle connection, Phase phase) {
  absl::MutexLock lock(&mutex_);
  connection->phase = phase;
  connection->since = calls::SteadyNow();
  connections_.splice(connections_.end(), connections_, connection);
}

size_t ConnectionWatch::size() const {
  absl::MutexLock lock(&mutex_);
  return connections_.size();
}

void ConnectionWatch::Watch() {
  absl::MutexLock lock(&mutex_);
  while (!stopping_) {
    CloseOverdue();
    mutex_.AwaitWithTimeout(absl::Condition(&stopping_), kRound);
  }
}

void ConnectionWatch::CloseOverdue() {
  for (const Connection& connection : connections_) {
    if (calls::Since(connection.since) > PatienceFor(connection.phase)) {
      Close(connection);
    }
  }
}

void ConnectionWatch::CloseLongestIdle() {
  for (Connection& connection : connections_) {
    if (!IsIdle(connection.phase)) continue;
    Close(connection);
    // Not a second time for the next newcomer, should the owner be slow.
    connection.phase = Phase::kAnswer;
    return;
  }
}

absl::Duration ConnectionWatch::PatienceFor(Phase phase) const {
  switch (phase) {
    case Phase::kFirstRequest:
      return limits_.first_request;
    case Phase::kNextRequest:
      return limits_.next_request;
    case Phase::kBody:
      return limits_.body;
    case Phase::kWorking:
      return absl::InfiniteDuration();
    case Phase::kAnswer:
      return limits_.answer;
  }
  return absl::InfiniteDuration();
}

}  // namespace landfall::serve::http
