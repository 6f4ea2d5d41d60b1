#include "tests/support/cutting_proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "server/base/check.h"

namespace landfall::testing {
namespace {

constexpr int kLookMillis = 20;

bool WriteAll(int to, absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = send(to, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

int ConnectTo(const std::string& path) {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  LF_CHECK(path.size() < sizeof(address.sun_path));
  path.copy(address.sun_path, path.size());
  const int server = socket(AF_UNIX, SOCK_STREAM, 0);
  if (connect(server, reinterpret_cast<const sockaddr*>(&address),
              sizeof(address)) == 0) {
    return server;
  }
  close(server);
  return -1;
}

}  // namespace

CuttingProxy::CuttingProxy(std::string socket)
    : socket_(std::move(socket)), listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  LF_CHECK(bind(listener_, generic, size) == 0 && listen(listener_, 16) == 0);
  LF_CHECK(getsockname(listener_, generic, &size) == 0);
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { Accept(); });
}

CuttingProxy::~CuttingProxy() {
  stopping_ = true;
  acceptor_.join();
  absl::MutexLock lock(&mutex_);
  for (std::thread& thread : threads_) thread.join();
  close(listener_);
}

std::string CuttingProxy::Through(const std::string& url) const {
  const size_t host = url.find("?host=");
  LF_CHECK(host != std::string::npos);
  return absl::StrCat(url.substr(0, host), "?host=127.0.0.1&port=", port_);
}

void CuttingProxy::Accept() {
  while (!stopping_) {
    pollfd waiting = {listener_, POLLIN, 0};
    if (poll(&waiting, 1, kLookMillis) <= 0) continue;
    const int client = accept(listener_, nullptr, nullptr);
    if (client < 0) continue;
    absl::MutexLock lock(&mutex_);
    threads_.emplace_back([this, client] { Serve(client); });
  }
}

void CuttingProxy::Serve(int client) {
  const int server = refuse_ ? -1 : ConnectTo(socket_);
  bool go_on = server >= 0;
  while (go_on && !stopping_) {
    pollfd both[] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
    if (poll(both, 2, kLookMillis) < 0) break;
    if (both[0].revents != 0) go_on = Pass(client, server, true);
    if (go_on && both[1].revents != 0) go_on = Pass(server, client, false);
  }
  if (server >= 0) close(server);
  close(client);
}

bool CuttingProxy::Pass(int from, int to, bool from_client) {
  char buffer[1 << 16];
  const ssize_t size = read(from, buffer, sizeof(buffer));
  if (size <= 0) return false;
  const absl::string_view bytes(buffer, static_cast<size_t>(size));
  // Transactions that only read, or look something up, end with one too: what
  // is meant writes its change.
  const bool commit =
      from_client ? absl::StrContains(bytes, "landfall.change (revision")
                  : absl::StrContains(bytes, "COMMIT");
  const Cut unwanted =
      from_client ? Cut::kBeforeTheServer : Cut::kBeforeTheClient;
  if (commit && cut_ == unwanted) {
    cut_ = Cut::kNever;
    return false;
  }
  return WriteAll(to, bytes);
}

}  // namespace landfall::testing
