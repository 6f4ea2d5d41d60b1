#pragma once

#include <cstddef>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace landfall::serve::grpc {

// Keeps the number of gRPC connections within a limit, which gRPC 1.51 cannot
// do: every second it looks how many there are, and closes those beyond the
// limit that have said nothing for longest. Their clients connect anew when
// they have something to say. Thread-safe.
class ConnectionLimit {
 public:
  // `address` is the listener's, "127.0.0.1:7450".
  ConnectionLimit(const std::string& address, size_t most);
  ~ConnectionLimit();

 private:
  void Watch();

  const int port_;
  const size_t most_;
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

// Closes connections of this process that were accepted on `port`, until at
// most `most` are left. Returns how many there were.
size_t CloseLongestSilent(int port, size_t most);

}  // namespace landfall::serve::grpc
