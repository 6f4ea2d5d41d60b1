#pragma once

#include <sys/socket.h>

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace landfall::http_client {

struct Header {
  std::string name;
  std::string value;
};

struct Request {
  std::string url;  // without a user and a password
  std::vector<Header> headers{};
  std::optional<std::string> body{};  // set: POST, else GET
  std::string method{};               // set: this instead
  // As that of the options; the shorter one counts.
  absl::Duration answer_within = absl::InfiniteDuration();
};

struct Response {
  int status = 0;
  std::vector<Header> headers;  // as they came; names in lower case
  std::string body;

  // The first value of the header `name` (in lower case), or nullptr.
  const std::string* Find(absl::string_view name) const;
};

struct Options {
  absl::Duration connect_within = absl::Seconds(3);
  absl::Duration answer_within = absl::Seconds(30);  // from the beginning on
  size_t most_body_bytes = size_t{1} << 20;
  size_t most_header_bytes = size_t{64} << 10;
  // Whether a URL may begin with http:// too.
  bool plain_http = false;
  // Whether a connection may be made to an address (AF_INET or AF_INET6) of a
  // URL's host. Asked before each connection about the very address that is
  // then connected to, so that a name cannot lead elsewhere in between.
  std::function<bool(const sockaddr& address)> may_connect;
  // A PEM file of the authorities that are trusted instead of the system's.
  // Empty: the one that the environment names (SSL_CERT_FILE), if it does.
  std::string ca_file{};
};

// Asks HTTP servers. Certificates are always verified, against the authorities
// that the options or the system trusts; redirects are never followed, and
// cookies never kept.
// https goes through the proxy that the environment names (https_proxy,
// no_proxy), except with Options::may_connect; http never does.
// Connections are kept for the next request. Not thread-safe but for Cancel;
// one per thread.
class HttpClient {
 public:
  explicit HttpClient(Options options);

  // The answer, whatever its status. Waits for `answer_within` at most. No
  // message says more of the URL than its host and port.
  //
  // INVALID_ARGUMENT: the URL or a header cannot be sent. PERMISSION_DENIED:
  // may_connect refuses all addresses of the host. RESOURCE_EXHAUSTED: the
  // answer is larger than allowed. DEADLINE_EXCEEDED: it did not come in time.
  // UNAVAILABLE: nobody answers, the certificate is not trusted, or the answer
  // breaks off. CANCELLED: see Cancel.
  absl::StatusOr<Response> Send(const Request& request);

  // The addresses to which a connection for `url` would be made, without making
  // one: at least one. Errors as Send, UNAVAILABLE when the name has none.
  absl::StatusOr<std::vector<sockaddr_storage>> AddressesOf(
      const std::string& url);

  // Ends the request that is under way, and every later one, at once. From any
  // thread.
  void Cancel();

 private:
  struct Closer {
    void operator()(void* curl) const;
  };

  struct MultiCloser {
    void operator()(void* multi) const;
  };

  const Options options_;
  std::atomic<bool> cancelled_{false};
  // Outlives the handle that it drives.
  const std::unique_ptr<void, MultiCloser> multi_;
  const std::unique_ptr<void, Closer> curl_;
};

}  // namespace landfall::http_client
