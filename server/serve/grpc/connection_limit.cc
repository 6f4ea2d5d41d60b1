// The sockets of this process -> those that the gRPC listener accepted, and no
// more of them than allowed. Entry points: ConnectionLimit, CloseLongestSilent.
#include "server/serve/grpc/connection_limit.h"

#include <dirent.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/time/time.h"

namespace landfall::serve::grpc {
namespace {

constexpr absl::Duration kRound = absl::Seconds(1);

struct Connection {
  int socket;
  uint32_t silent_ms;
};

int PortOf(const std::string& address) {
  int port = 0;
  return absl::SimpleAtoi(address.substr(address.rfind(':') + 1), &port) ? port
                                                                         : 0;
}

int LocalPort(int socket) {
  sockaddr_storage local = {};
  socklen_t size = sizeof(local);
  if (getsockname(socket, reinterpret_cast<sockaddr*>(&local), &size) != 0) {
    return 0;
  }
  if (local.ss_family == AF_INET6) {
    return ntohs(reinterpret_cast<sockaddr_in6*>(&local)->sin6_port);
  }
  return local.ss_family == AF_INET
             ? ntohs(reinterpret_cast<sockaddr_in*>(&local)->sin_port)
             : 0;
}

std::vector<Connection> ConnectionsOn(int port) {
  std::vector<Connection> found;
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(opendir("/proc/self/fd"),
                                                   &closedir);
  if (folder == nullptr) return found;
  while (const dirent* entry = readdir(folder.get())) {
    int socket = -1;
    if (!absl::SimpleAtoi(entry->d_name, &socket)) continue;
    if (LocalPort(socket) != port) continue;
    tcp_info info = {};
    socklen_t size = sizeof(info);
    // The listener itself is in a state of its own.
    if (getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 &&
        info.tcpi_state == 1 /* TCP_ESTABLISHED */) {
      found.push_back({socket, info.tcpi_last_data_recv});
    }
  }
  return found;
}

}  // namespace

size_t CloseLongestSilent(int port, size_t most) {
  std::vector<Connection> found = ConnectionsOn(port);
  if (found.size() <= most) return found.size();
  std::sort(found.begin(), found.end(),
            [](const Connection& a, const Connection& b) {
              return a.silent_ms > b.silent_ms;
            });
  for (size_t i = 0; i < found.size() - most; ++i) {
    // In the meantime the number may belong to something else.
    if (LocalPort(found[i].socket) == port) {
      shutdown(found[i].socket, SHUT_RDWR);
    }
  }
  return found.size();
}

ConnectionLimit::ConnectionLimit(const std::string& address, size_t most)
    : task_(kRound, [port = PortOf(address), most] {
        CloseLongestSilent(port, most);
      }) {}

}  // namespace landfall::serve::grpc
