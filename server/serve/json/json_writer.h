#pragma once

#include <string>

#include "google/protobuf/message.h"

namespace landfall::serve::json {

// Appends `message` as proto JSON: lowerCamelCase names in the order of the
// .proto file, enums by name, times as RFC 3339, numbers never in quotes. A
// field that knows whether it is set (a message, an `optional`, a oneof) is
// left out when it is not; all others stand there with their default. Text must
// be UTF-8, which protobuf holds it to. Has no line feed at its end. Pure.
void WriteJson(const google::protobuf::Message& message, std::string* out);

// The same as a string of its own.
std::string JsonOf(const google::protobuf::Message& message);

}  // namespace landfall::serve::json
