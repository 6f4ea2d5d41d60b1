#pragma once

#include "absl/strings/string_view.h"

namespace landfall::client {

// Whether everything that is sent to `server`, as gRPC names servers
// ("host:port", "dns:///host:port", "unix:/path"), stays on this machine. A
// name other than localhost is taken to be elsewhere; nothing is looked up.
bool IsThisMachine(absl::string_view server);

}  // namespace landfall::client
