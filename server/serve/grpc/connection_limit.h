#pragma once

#include <cstddef>
#include <string>

#include "server/base/periodic_task.h"

namespace landfall::serve::grpc {

// Keeps the number of gRPC connections within a limit, which gRPC 1.51 cannot
// do: every second it looks how many there are, and closes those beyond the
// limit that have said nothing for longest. Their clients connect anew when
// they have something to say. Thread-safe.
class ConnectionLimit {
 public:
  // `address` is the listener's, "127.0.0.1:7450".
  ConnectionLimit(const std::string& address, size_t most);

 private:
  base::PeriodicTask task_;
};

// Closes connections of this process that were accepted on `port`, until at
// most `most` are left. Returns how many there were.
size_t CloseLongestSilent(int port, size_t most);

}  // namespace landfall::serve::grpc
