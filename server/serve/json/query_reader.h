#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "google/protobuf/message.h"

namespace landfall::serve::json {

// A name and its value, both decoded.
using Parameter = std::pair<std::string, std::string>;

// Sets the fields of `message` that path variables and query parameters name,
// as strictly as ReadJson does. A repeated field may be given by repeating its
// parameter or as a list with commas; any other parameter stands once. An empty
// value leaves a field unset. INVALID_ARGUMENT names the parameter: unknown,
// repeated, also part of the path, not UTF-8, a wrong value. Thread-safe.
absl::Status ReadParameters(absl::Span<const Parameter> path,
                            absl::Span<const Parameter> query,
                            google::protobuf::Message* message);

}  // namespace landfall::serve::json
