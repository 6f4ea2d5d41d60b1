#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace landfall::http_client {

// Where a URL leads, as HttpClient goes there.
struct Endpoint {
  bool https = false;
  // In lower case; of an address as numbers its usual spelling, "127.0.0.1" for
  // "0x7f.1", in brackets when it is of version 6.
  std::string host;
  int port = 0;

  // Whether the host is an address and no name.
  bool IsAddress() const;
};

// Reads `url` with the parser that HttpClient sends with. INVALID_ARGUMENT: it
// cannot be sent, or it names its host in a way that two programs may read
// differently (other letters than those of ASCII, a dot at the end, a zone).
// The message names no part of the URL. Pure.
absl::StatusOr<Endpoint> ReadEndpoint(const std::string& url, bool plain_http);

}  // namespace landfall::http_client
