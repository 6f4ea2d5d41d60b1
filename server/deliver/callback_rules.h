#pragma once

#include <sys/socket.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/http_client/http_client.h"
#include "server/http_client/url.h"

namespace landfall::deliver {

// Where deliveries may go, so that nobody makes this server ask others in its
// own network. Immutable, thread-safe.
class CallbackRules {
 public:
  // `allow`: host names in lower case; one that begins with a dot stands for
  // all that end so. `allow_private`: also to this machine, where plain HTTP is
  // allowed too, and to private addresses.
  CallbackRules(std::vector<std::string> allow, bool allow_private)
      : allow_(std::move(allow)), allow_private_(allow_private) {}

  // Where `url` leads. INVALID_ARGUMENT: nothing is delivered there; the
  // message names the host at most.
  absl::StatusOr<http_client::Endpoint> Check(const std::string& url) const;

  // The same, and looks up the addresses of the host: all of them must be such
  // as are delivered to. May wait for seconds; CANCELLED when `client` is.
  absl::StatusOr<http_client::Endpoint> CheckResolved(
      const std::string& url, http_client::HttpClient& client) const;

  // Whether a connection may be made to an address of a checked URL.
  bool MayConnect(bool https, const sockaddr& address) const;

  // The options of a client that sends to checked URLs, of https or of plain
  // HTTP, and connects to no other address. This must outlive it.
  http_client::Options ClientOptions(bool https) const;

 private:
  bool IsAllowed(const http_client::Endpoint& endpoint) const;

  const std::vector<std::string> allow_;
  const bool allow_private_;
};

}  // namespace landfall::deliver
