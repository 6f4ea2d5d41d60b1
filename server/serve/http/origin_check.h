#pragma once

#include "absl/status/status.h"
#include "server/serve/http/message.h"

namespace landfall::serve::http {

// Whether a request may come from where a browser says that it comes from: from
// a page of this server, or from no page at all. For servers that ask nobody
// who they are; `public_url` is where they are reached, or "".
// PERMISSION_DENIED, with the reason ORIGIN_NOT_ALLOWED. Pure.
absl::Status CheckOrigin(const RequestHead& head, absl::string_view public_url);

}  // namespace landfall::serve::http
