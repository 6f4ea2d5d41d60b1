#pragma once

#include <microhttpd.h>

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "server/serve/calls/request_id.h"
#include "server/serve/http/http_service.h"

namespace landfall::serve::http {

// One request on its way through libmicrohttpd, from its first line to the end
// of its answer. The library holds the only pointer to it. Not thread-safe: at
// any time one thread has it.
struct Exchange {
  explicit Exchange(const char* request_uri) : uri(request_uri) {}

  const std::string uri;  // path and query as sent
  bool begun = false;     // the head is there
  std::optional<calls::RequestId> id;
  RequestHead head;
  std::optional<PendingCall> call;   // unset when there is nothing to work on
  std::optional<Response> response;  // set: what to send once the body is read
  std::string body;
  int64_t counted = 0;    // of the body, in the sum over all requests
  uint64_t received = 0;  // bytes of the body, those thrown away included
};

// Fills id and head from what the library has parsed.
void ReadHead(MHD_Connection* connection, const char* method,
              Exchange& exchange);

// Hands the answer to the library.
MHD_Result Send(MHD_Connection* connection, Exchange& exchange);

}  // namespace landfall::serve::http
