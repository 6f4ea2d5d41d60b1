#include "server/serve/http/connection_watch.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <cstddef>

namespace landfall::serve::http {
namespace {

constexpr absl::Duration kRound = absl::Milliseconds(500);

using Phase = ConnectionWatch::Phase;

bool IsIdle(Phase phase) {
  return phase == Phase::kFirstRequest || phase == Phase::kNextRequest;
}

int64_t NowMs() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

// The library that owns the socket sees an end of file and cleans up.
void Close(const ConnectionWatch::Connection& connection) {
  shutdown(connection.socket(), SHUT_RDWR);
}

}  // namespace

void ConnectionWatch::Connection::Enter(Phase phase) {
  packed_.store(NowMs() << kPhaseBits | static_cast<int64_t>(phase),
                std::memory_order_relaxed);
}

ConnectionWatch::Connection::State ConnectionWatch::Connection::state() const {
  const int64_t packed = packed_.load(std::memory_order_relaxed);
  return {static_cast<Phase>(packed & ((1 << kPhaseBits) - 1)),
          packed >> kPhaseBits};
}

int64_t ConnectionWatch::Connection::StillSince(int64_t now_ms) {
  tcp_info info = {};
  socklen_t size = sizeof(info);
  const bool known =
      getsockopt(socket_, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 &&
      size > offsetof(tcp_info, tcpi_bytes_acked);
  if (!known || info.tcpi_bytes_acked != taken_bytes_) {
    taken_bytes_ = info.tcpi_bytes_acked;
    taken_ms_ = now_ms;
  }
  return taken_ms_;
}

ConnectionWatch::ConnectionWatch(const PatienceLimits& limits)
    : limits_(limits), task_(kRound, [this] { CloseOverdue(); }) {}

ConnectionWatch::Handle ConnectionWatch::Add(int socket) {
  absl::MutexLock lock(&mutex_);
  if (connections_.size() >= limits_.max_connections) CloseLongestIdle();
  connections_.emplace_back(socket);
  return std::prev(connections_.end());
}

void ConnectionWatch::Remove(Handle connection) {
  absl::MutexLock lock(&mutex_);
  connections_.erase(connection);
}

size_t ConnectionWatch::size() const {
  absl::MutexLock lock(&mutex_);
  return connections_.size();
}

void ConnectionWatch::CloseOverdue() {
  absl::MutexLock lock(&mutex_);
  const int64_t now = NowMs();
  for (Connection& connection : connections_) {
    const auto [phase, since_ms] = connection.state();
    const bool late = absl::Milliseconds(now - since_ms) > PatienceFor(phase);
    const bool stands_still =
        phase == Phase::kAnswer &&
        absl::Milliseconds(now -
                           std::max(since_ms, connection.StillSince(now))) >
            limits_.standstill;
    if (late || stands_still) Close(connection);
  }
}

void ConnectionWatch::CloseLongestIdle() {
  Connection* longest = nullptr;
  int64_t longest_since = 0;
  for (Connection& connection : connections_) {
    const auto [phase, since_ms] = connection.state();
    if (!IsIdle(phase)) continue;
    if (longest != nullptr && longest_since <= since_ms) continue;
    longest = &connection;
    longest_since = since_ms;
  }
  if (longest == nullptr) return;
  Close(*longest);
  // Not a second time for the next newcomer, should the owner be slow.
  longest->Enter(Phase::kAnswer);
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
