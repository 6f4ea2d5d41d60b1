// Entry points: CheckHost and NamesLoopback.
#include "server/serve/calls/local_host.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cstring>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "server/serve/api/errors.h"

namespace landfall::serve::calls {
namespace {

// "a.example:80" -> "a.example", "[::1]:80" -> "[::1]"; "" when what stands
// behind the host is no port.
absl::string_view HostOf(absl::string_view authority) {
  size_t end = authority.find(':');
  if (absl::StartsWith(authority, "[")) {
    end = authority.find(']');
    if (end == absl::string_view::npos) return "";
    ++end;
  }
  const absl::string_view host = authority.substr(0, end);
  absl::string_view rest = authority.substr(host.size());
  const bool port = absl::ConsumePrefix(&rest, ":");
  const bool digits = std::all_of(rest.begin(), rest.end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c));
  });
  return (port ? digits : rest.empty()) ? host : "";
}

bool IsLoopbackAddress(absl::string_view host) {
  if (absl::ConsumePrefix(&host, "[")) {
    const std::string text(absl::StripSuffix(host, "]"));
    in6_addr address;
    return inet_pton(AF_INET6, text.c_str(), &address) == 1 &&
           std::memcmp(&address, &in6addr_loopback, sizeof(address)) == 0;
  }
  in_addr address;
  return inet_pton(AF_INET, std::string(host).c_str(), &address) == 1 &&
         ntohl(address.s_addr) >> 24 == 127;
}

}  // namespace

absl::string_view AuthorityOf(absl::string_view url) {
  const size_t scheme = url.find("://");
  if (scheme != absl::string_view::npos) url.remove_prefix(scheme + 3);
  return url.substr(0, url.find_first_of("/?#"));
}

bool NamesLoopback(absl::string_view authority) {
  const absl::string_view host = HostOf(authority);
  return absl::EqualsIgnoreCase(host, "localhost") || IsLoopbackAddress(host);
}

absl::Status CheckHost(absl::string_view authority,
                       absl::string_view public_url) {
  if (NamesLoopback(authority)) return absl::OkStatus();
  const absl::string_view host = HostOf(authority);
  if (!host.empty() &&
      absl::EqualsIgnoreCase(host, HostOf(AuthorityOf(public_url)))) {
    return absl::OkStatus();
  }
  return api::MakeError(
      absl::StatusCode::kPermissionDenied, api::Reason::HOST_NOT_ALLOWED, "",
      "without auth this server takes requests for localhost, 127.0.0.1 and "
      "[::1] only");
}

}  // namespace landfall::serve::calls
