// Entry points: AcceptWatch and AnswersAt.
#include "server/serve/grpc/accept_watch.h"

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/strip.h"
#include "server/serve/calls/steady_time.h"

namespace landfall::serve::grpc {
namespace {

// How an HTTP/2 client begins: the preface of RFC 9113, section 3.4, and an
// empty SETTINGS frame. A server that speaks TLS answers it with an alert,
// which tells as much.
constexpr char kPreface[] =
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0";
constexpr size_t kPrefaceBytes = sizeof(kPreface) - 1;

using calls::SteadyTime;
using AddressList = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

AddressList Resolve(const std::string& address) {
  const size_t colon = address.rfind(':');
  absl::string_view host = absl::string_view(address).substr(0, colon);
  host = absl::StripSuffix(absl::StripPrefix(host, "["), "]");
  // Listening everywhere includes here.
  const bool everywhere = host.empty() || host == "0.0.0.0" || host == "::";
  const std::string name = everywhere ? "localhost" : std::string(host);
  addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(name.c_str(), address.substr(colon + 1).c_str(), &hints,
                  &found) != 0) {
    found = nullptr;
  }
  return AddressList(found, &freeaddrinfo);
}

bool WaitFor(int socket, short event, SteadyTime start,
             absl::Duration patience) {
  const absl::Duration left = patience - calls::Since(start);
  pollfd entry = {socket, event, 0};
  return left > absl::ZeroDuration() &&
         poll(&entry, 1,
              static_cast<int>(absl::ToInt64Milliseconds(left)) + 1) == 1;
}

bool AnswersAt(const addrinfo& address, SteadyTime start,
               absl::Duration patience) {
  const int connection =
      socket(address.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (connection < 0) return false;
  const absl::Cleanup close_it = [connection] { close(connection); };
  if (connect(connection, address.ai_addr, address.ai_addrlen) != 0 &&
      errno != EINPROGRESS) {
    return false;
  }
  if (!WaitFor(connection, POLLOUT, start, patience)) return false;
  int error = 0;
  socklen_t size = sizeof(error);
  getsockopt(connection, SOL_SOCKET, SO_ERROR, &error, &size);
  if (error != 0 || send(connection, kPreface, kPrefaceBytes, MSG_NOSIGNAL) !=
                        static_cast<ssize_t>(kPrefaceBytes)) {
    return false;
  }
  return WaitFor(connection, POLLIN, start, patience);
}

}  // namespace

bool AnswersAt(const std::string& address, absl::Duration patience) {
  const SteadyTime start = calls::SteadyNow();
  const AddressList found = Resolve(address);
  for (const addrinfo* it = found.get(); it != nullptr; it = it->ai_next) {
    if (AnswersAt(*it, start, patience)) return true;
  }
  return false;
}

AcceptWatch::AcceptWatch(AcceptWatchOptions options,
                         std::function<void()> on_dead)
    : options_(std::move(options)),
      on_dead_(std::move(on_dead)),
      task_(options_.every, [this] { Look(); }) {}

void AcceptWatch::Look() {
  if (dead_) return;
  const EventThreads::Count before = options_.threads();
  if (AnswersAt(options_.address, options_.patience)) {
    failures_ = 0;
    return;
  }
  if (EventThreads::Held(before, options_.threads())) return;
  if (++failures_ < options_.failures) return;
  dead_ = true;
  on_dead_();
}

}  // namespace landfall::serve::grpc
