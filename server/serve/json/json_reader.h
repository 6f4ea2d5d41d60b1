#pragma once

#include <string>

#include "absl/status/status.h"
#include "google/protobuf/message.h"

namespace landfall::serve::json {

// Arrays and objects may be nested this deep, the outermost included.
inline constexpr size_t kMaxDepth = 32;

// Reads one JSON object into `message`, strictly: proto JSON of its fields
// (lowerCamelCase names, or those of the .proto file; enums by name; times as
// RFC 3339 or a bare date; null leaves a field unset) and nothing else.
// INVALID_ARGUMENT, with the path of the field: no JSON, not UTF-8, nested too
// deep, unknown or repeated names, two members of a oneof, a wrong type, a
// number out of range. `message` is then half filled.
// `body` keeps its value; it may grow its capacity. Thread-safe.
absl::Status ReadJson(std::string& body, google::protobuf::Message* message);

}  // namespace landfall::serve::json
