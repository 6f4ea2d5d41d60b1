#include "client/cpp/server_address.h"

#include <algorithm>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace landfall::client {
namespace {

// "host:port", "[::1]:7450", "::1" -> the host.
absl::string_view HostOf(absl::string_view address) {
  if (absl::ConsumePrefix(&address, "[")) {
    return address.substr(0, address.find(']'));
  }
  // More than one colon, and no brackets: an IPv6 address without a port.
  const bool bare = std::count(address.begin(), address.end(), ':') > 1;
  return bare ? address : address.substr(0, address.find(':'));
}

bool IsLoopback(absl::string_view host) {
  if (host == "::1" || absl::EqualsIgnoreCase(host, "localhost")) return true;
  // Digits and dots alone: 127.evil.example is somewhere else.
  return absl::StartsWith(host, "127.") &&
         host.find_first_not_of("0123456789.") == absl::string_view::npos;
}

}  // namespace

bool IsThisMachine(absl::string_view server) {
  if (absl::StartsWith(server, "unix:") ||
      absl::StartsWith(server, "unix-abstract:")) {
    return true;
  }
  for (absl::string_view scheme : {"dns:", "ipv4:", "ipv6:"}) {
    if (absl::ConsumePrefix(&server, scheme)) break;
  }
  // dns://resolver/host:port
  if (absl::ConsumePrefix(&server, "//")) {
    const size_t slash = server.find('/');
    if (slash == absl::string_view::npos) return false;
    server.remove_prefix(slash + 1);
  }
  const std::vector<absl::string_view> addresses = absl::StrSplit(server, ',');
  return std::all_of(
      addresses.begin(), addresses.end(),
      [](absl::string_view address) { return IsLoopback(HostOf(address)); });
}

}  // namespace landfall::client
