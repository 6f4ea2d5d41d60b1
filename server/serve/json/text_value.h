#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "landfall/v1/error_reason.pb.h"
#include "server/serve/json/field_path.h"

namespace landfall::serve::json {

// What JSON bodies and query parameters have in common: values that are written
// as text, and names that no field has. All are pure; errors are
// INVALID_ARGUMENT, name the field's path and what is allowed.

// The field that JSON calls `name`, in lowerCamelCase or as in the .proto file.
// nullptr when there is none.
const google::protobuf::FieldDescriptor* FindField(
    const google::protobuf::Descriptor& message, absl::string_view name);

// The JSON names of all fields.
std::vector<std::string> FieldNames(
    const google::protobuf::Descriptor& message);

// "customer.emial: unknown field (did you mean emails?)".
absl::Status UnknownName(v1::ErrorReason::Value reason, const FieldPath& path,
                         absl::string_view what, absl::string_view name,
                         const std::vector<std::string>& known);

// An enum value by its name; UNSPECIFIED does not count.
absl::StatusOr<const google::protobuf::EnumValueDescriptor*> ReadEnumName(
    const google::protobuf::EnumDescriptor& type, const FieldPath& path,
    absl::string_view name);

// RFC 3339, or a bare date for the start of that day in UTC.
absl::Status ReadTimestamp(const FieldPath& path, absl::string_view text,
                           google::protobuf::Message* timestamp);

// True for google.protobuf.Timestamp.
bool IsTimestamp(const google::protobuf::Descriptor& message);

// INVALID_VALUE at `path`.
absl::Status WrongValue(const FieldPath& path, absl::string_view problem);

}  // namespace landfall::serve::json
