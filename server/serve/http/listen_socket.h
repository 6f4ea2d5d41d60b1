#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace landfall::serve::http {

struct ListenSocket {
  int descriptor = -1;
  std::string address;  // with the port that was bound
};

// A TCP socket that listens on "host:port" (port 0 picks one; an empty host is
// every interface). The caller closes it. UNAVAILABLE: the address is in use,
// does not belong to this machine, or its name is not known.
absl::StatusOr<ListenSocket> Listen(const std::string& address);

}  // namespace landfall::serve::http
