#include "server/serve/http/listen_socket.h"

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace landfall::serve::http {
namespace {

constexpr int kBacklog = 1024;

absl::Status CannotListen(const std::string& address, absl::string_view why) {
  return absl::UnavailableError(
      absl::StrCat("cannot listen on ", address, ": ", why));
}

using AddressList = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

AddressList Resolve(absl::string_view host, const std::string& port) {
  host = absl::StripSuffix(absl::StripPrefix(host, "["), "]");
  addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE;
  addrinfo* found = nullptr;
  const std::string name(host);
  if (getaddrinfo(name.empty() ? nullptr : name.c_str(), port.c_str(), &hints,
                  &found) != 0) {
    found = nullptr;
  }
  return AddressList(found, &freeaddrinfo);
}

int PortOf(int descriptor) {
  sockaddr_storage bound = {};
  socklen_t size = sizeof(bound);
  getsockname(descriptor, reinterpret_cast<sockaddr*>(&bound), &size);
  if (bound.ss_family == AF_INET6) {
    return ntohs(reinterpret_cast<sockaddr_in6*>(&bound)->sin6_port);
  }
  return ntohs(reinterpret_cast<sockaddr_in*>(&bound)->sin_port);
}

}  // namespace

absl::StatusOr<ListenSocket> Listen(const std::string& address) {
  const size_t colon = address.rfind(':');
  const AddressList found =
      Resolve(absl::string_view(address).substr(0, colon),
              address.substr(colon == std::string::npos ? 0 : colon + 1));
  if (found == nullptr) return CannotListen(address, "unknown host or port");
  ListenSocket listening;
  listening.descriptor =
      socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (listening.descriptor < 0) {
    return CannotListen(address, std::strerror(errno));
  }
  // A port that was ours a moment ago is ours again; one that another program
  // listens on is not.
  const int yes = 1;
  setsockopt(listening.descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
  if (bind(listening.descriptor, found->ai_addr, found->ai_addrlen) != 0 ||
      listen(listening.descriptor, kBacklog) != 0) {
    const std::string why = std::strerror(errno);
    close(listening.descriptor);
    return CannotListen(address, why);
  }
  listening.address =
      absl::StrCat(address.substr(0, colon + 1), PortOf(listening.descriptor));
  return listening;
}

}  // namespace landfall::serve::http
