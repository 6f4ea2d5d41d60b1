#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/notify/notification.h"

namespace landfall::serve::http {

// The part of a request before its body. The views must outlive it.
struct RequestHead {
  absl::string_view method;
  absl::string_view path;        // as sent, still percent-encoded
  absl::string_view query;       // behind the '?', still percent-encoded
  absl::string_view host;        // of the Host header, or of the target's URL
  absl::string_view origin;      // data() is nullptr when there is none
  absl::string_view fetch_site;  // Sec-Fetch-Site
  absl::string_view authorization;
  absl::string_view api_key;
  absl::string_view content_type;
  absl::string_view content_length;
  absl::string_view content_encoding;  // other than "identity"
  absl::string_view accept_encoding;
  absl::string_view if_none_match;
  absl::string_view request_id;  // ours or the caller's trace id
  notify::ProofHeaders proof;    // of notifications
  // A header that decides who calls stands there more than once.
  bool repeated_credential = false;
  // The head is in the form of RFC 9112 and says one clear thing about where
  // the request ends and whom it is for. Two proxies that read an unclear one
  // differently can be made to see two requests where the other sees one, so it
  // is refused: more than one Content-Length or Host, both ways of framing,
  // another coding than "chunked", a target that is no path, and whatever
  // HeadTrail finds. See its sections 3, 5 and 6.
  bool framed_clearly = true;
};

struct Response {
  int status = 200;
  std::string content_type;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  bool last = false;  // the connection ends with it
};

// A success with JSON text.
inline Response JsonResponse(std::string json) {
  Response response;
  response.content_type = "application/json";
  response.body = std::move(json);
  return response;
}

}  // namespace landfall::serve::http
