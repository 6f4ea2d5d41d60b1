#pragma once

#include <microhttpd.h>

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "server/serve/calls/memory_budget.h"
#include "server/serve/calls/request_id.h"
#include "server/serve/http/http_service.h"

namespace landfall::serve::http {

// One request on its way through libmicrohttpd, from its first line to the end
// of its answer. The library holds the only pointer to it. Not thread-safe: at
// any time one thread has it.
struct Exchange {
  Exchange(const char* request_uri, calls::MemoryBudget& budget)
      : uri_at(request_uri),
        uri(request_uri == nullptr ? "" : request_uri),
        held(budget) {}

  const char* const uri_at;  // where it stands in the library's memory
  const std::string uri;     // path and query as sent
  bool begun = false;        // the head is there
  std::optional<calls::RequestId> id;
  RequestHead head;
  std::optional<PendingCall> call;   // unset when there is nothing to work on
  std::optional<Response> response;  // set: what to send once the body is read
  std::string body;
  calls::HeldBytes held;  // the body's, later the answer's
  uint64_t received = 0;  // bytes of the body, those thrown away included
};

// Fills id and head from what the library has parsed; `method` and `version`
// lie in its memory.
void ReadHead(MHD_Connection* connection, const char* method,
              const char* version, Exchange& exchange);

// Hands the answer to the library. False: nothing can be sent.
MHD_Result Send(MHD_Connection* connection, Exchange& exchange);

}  // namespace landfall::serve::http
