// Path variables and query parameters -> fields of a message.
// Entry point: ReadParameters.
#include "server/serve/json/query_reader.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/stubs/common.h"
#include "server/base/status_macros.h"
#include "server/serve/api/errors.h"
#include "server/serve/json/field_path.h"
#include "server/serve/json/text_value.h"
#include "simdjson.h"

namespace landfall::serve::json {
namespace {

using api::Reason;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

absl::Status SetEnum(const FieldPath& path, const FieldDescriptor* field,
                     absl::string_view text, Message* message) {
  const auto* reflection = message->GetReflection();
  LF_ASSIGN_OR_RETURN(const auto* value,
                      ReadEnumName(*field->enum_type(), path, text));
  if (field->is_repeated()) {
    reflection->AddEnum(message, field, value);
  } else {
    reflection->SetEnum(message, field, value);
  }
  return absl::OkStatus();
}

absl::Status SetInt32(const FieldPath& path, const FieldDescriptor* field,
                      absl::string_view text, Message* message) {
  int32_t number = 0;
  if (!absl::SimpleAtoi(text, &number)) {
    return WrongValue(path,
                      "a whole number from -2147483648 to 2147483647 is "
                      "expected");
  }
  message->GetReflection()->SetInt32(message, field, number);
  return absl::OkStatus();
}

absl::Status SetBool(const FieldPath& path, const FieldDescriptor* field,
                     absl::string_view text, Message* message) {
  if (text != "true" && text != "false") {
    return WrongValue(path, "true or false is expected");
  }
  message->GetReflection()->SetBool(message, field, text == "true");
  return absl::OkStatus();
}

absl::Status SetField(const FieldPath& path, const FieldDescriptor* field,
                      absl::string_view text, Message* message) {
  const auto* reflection = message->GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      if (field->is_repeated()) {
        reflection->AddString(message, field, std::string(text));
      } else {
        reflection->SetString(message, field, std::string(text));
      }
      return absl::OkStatus();
    case FieldDescriptor::CPPTYPE_ENUM:
      return SetEnum(path, field, text, message);
    case FieldDescriptor::CPPTYPE_INT32:
      return SetInt32(path, field, text, message);
    case FieldDescriptor::CPPTYPE_BOOL:
      return SetBool(path, field, text, message);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (IsTimestamp(*field->message_type())) {
        return ReadTimestamp(path, text,
                             reflection->MutableMessage(message, field));
      }
      return WrongValue(path, "can only be given in a body");
    default:
      return WrongValue(path, "can only be given in a body");
  }
}

absl::Status ReadParameter(const Parameter& parameter,
                           const FieldDescriptor* field, Message* message) {
  const FieldPath root;
  const FieldPath path(&root, parameter.first);
  const std::string& text = parameter.second;
  if (!simdjson::validate_utf8(text.data(), text.size())) {
    return api::InvalidField(Reason::INVALID_UTF8, path.ToString(),
                             "has bytes that are not UTF-8");
  }
  if (text.empty()) return absl::OkStatus();
  if (!field->is_repeated()) return SetField(path, field, text, message);
  for (absl::string_view item : absl::StrSplit(text, ',')) {
    LF_RETURN_IF_ERROR(SetField(path, field, item, message));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ReadParameters(absl::Span<const Parameter> path,
                            absl::Span<const Parameter> query,
                            Message* message) {
  const google::protobuf::Descriptor& type = *message->GetDescriptor();
  const FieldPath root;
  std::vector<bool> seen(type.field_count(), false);
  for (const Parameter& variable : path) {
    const FieldDescriptor* field = FindField(type, variable.first);
    if (field == nullptr) return absl::InternalError("a path without a field");
    seen[field->index()] = true;
    LF_RETURN_IF_ERROR(ReadParameter(variable, field, message));
  }
  for (const Parameter& parameter : query) {
    if (!simdjson::validate_utf8(parameter.first.data(),
                                 parameter.first.size())) {
      return api::MakeError(absl::StatusCode::kInvalidArgument,
                            Reason::INVALID_UTF8, "",
                            "the name of a parameter is not UTF-8");
    }
    const FieldDescriptor* field = FindField(type, parameter.first);
    if (field == nullptr) {
      return UnknownName(Reason::UNKNOWN_PARAMETER, root, "parameter",
                         parameter.first, FieldNames(type));
    }
    if (seen[field->index()] && !field->is_repeated()) {
      return api::InvalidField(Reason::DUPLICATE_FIELD, field->json_name(),
                               "stands twice");
    }
    seen[field->index()] = true;
    LF_RETURN_IF_ERROR(ReadParameter(parameter, field, message));
  }
  return absl::OkStatus();
}

}  // namespace landfall::serve::json
