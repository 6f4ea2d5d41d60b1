#pragma once

#include <memory>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"

namespace landfall::serve::json {

struct MessagePlan;

// How one field is written, with all text that does not depend on its value.
struct FieldPlan {
  const google::protobuf::FieldDescriptor* field = nullptr;
  google::protobuf::FieldDescriptor::CppType type;
  bool repeated = false;
  bool has_presence = false;  // left out when it is not set
  std::string label;          // ,"name":
  // Of enums: the name of each value in quotes, by number; "" where a number
  // has none.
  std::vector<std::string> enum_names;
  // Of messages.
  const MessagePlan* message = nullptr;
};

// The fields of a message type in the order of the .proto file.
struct MessagePlan {
  bool is_timestamp = false;
  std::vector<FieldPlan> fields;
};

// The plan of a type: made at its first use and kept for ever, so that it costs
// one look-up a message. `type` must be of the generated pool. Thread-safe.
const MessagePlan& PlanOf(const google::protobuf::Descriptor& type);

}  // namespace landfall::serve::json
