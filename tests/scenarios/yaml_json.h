#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/struct.pb.h"

namespace landfall::scenarios {

// What a YAML file says, as JSON. An unquoted scalar is the number, boolean or
// null that it looks like, a quoted one is a string. INVALID_ARGUMENT with file
// and line: no YAML, aliases, a name twice.
absl::StatusOr<google::protobuf::Value> ReadYaml(const std::string& path);

// The value as compact JSON. Numbers are written with up to 15 digits, whole
// ones without a point. Pure.
std::string JsonOf(const google::protobuf::Value& value);

// Parses JSON. INVALID_ARGUMENT when it is none.
absl::StatusOr<google::protobuf::Value> ValueOf(const std::string& json);

// A message as proto JSON with what is set in it, and nothing else: what a
// client writes. Pure.
std::string RequestJson(const google::protobuf::Message& message);

// Reads what `RequestJson` and the server write, with the JSON reader of
// protobuf. INVALID_ARGUMENT for what is no such message.
absl::Status ReadMessage(const std::string& json,
                         google::protobuf::Message* message);

// The member `name` of an object, or nullptr.
const google::protobuf::Value* Member(const google::protobuf::Value& object,
                                      const std::string& name);

// The string of a member that is one, else "".
std::string TextOf(const google::protobuf::Value& object,
                   const std::string& name);

google::protobuf::Value StringValue(const std::string& text);

}  // namespace landfall::scenarios
