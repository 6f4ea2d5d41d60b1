#pragma once

#include <string>

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "server/serve/http/message.h"
#include "server/serve/http/route_table.h"

namespace landfall::serve::http {

// The parts of a request and a response that differ from one RPC to another.

// Path, query and body -> the request message. INVALID_ARGUMENT names what is
// wrong. `body` may grow its capacity.
absl::Status ReadRequest(const Match& match, absl::string_view query,
                         std::string& body, google::protobuf::Message* request);

// Where the server is reached: "https://landfall.example.com", without a slash
// at its end.
struct BaseUrl {
  std::string text;
};

// The response message as a JSON answer. A page of records gets its next_link;
// answers about cards get a weak ETag, and become 304 when `head` shows that
// the caller has them.
Response WriteResponse(const Route& route, const RequestHead& head,
                       const BaseUrl& base,
                       google::protobuf::Message* response);

}  // namespace landfall::serve::http
