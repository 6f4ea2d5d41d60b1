#pragma once

#include <string>

#include "absl/status/status.h"
#include "landfall/v1/event.pb.h"

namespace landfall::cli {

// Runs `command` in a shell and waits for it. The event is its standard input,
// as one line of JSON; its fields are variables of the environment. Nothing of
// the event becomes part of the command. UNKNOWN: it cannot be started, or did
// not end with 0; the message says how.
absl::Status RunForEvent(const std::string& command, const v1::Event& event);

}  // namespace landfall::cli
