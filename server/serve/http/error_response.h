#pragma once

#include "absl/status/status.h"
#include "server/serve/http/message.h"

namespace landfall::serve::http {

// The answer to a failed request: {"error": {…}} with the status that stands
// for the code, Retry-After where trying again helps, and WWW-Authenticate with
// a 401. Some reasons have a status of their own: 405, 413, 415, 421 and 431.
// REQUIRES: !status.ok(). Pure.
Response ErrorResponse(const absl::Status& status);

}  // namespace landfall::serve::http
