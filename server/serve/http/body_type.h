#pragma once

#include "absl/status/status.h"
#include "server/serve/http/message.h"

namespace landfall::serve::http {

// INVALID_ARGUMENT when the body comes in an encoding, or is said to be
// something else than JSON although it `must_be_json`. Pure.
absl::Status CheckBodyType(const RequestHead& head, bool must_be_json);

}  // namespace landfall::serve::http
