// A YAML file -> the JSON value that it stands for. Entry point: ReadYaml,
// which is also the fence that no exception of yaml-cpp passes.
#include "tests/scenarios/yaml_json.h"

#include <yaml-cpp/yaml.h>

#include <exception>
#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "google/protobuf/util/json_util.h"
#include "server/base/check.h"
#include "server/base/status_macros.h"

namespace landfall::scenarios {
namespace {

using google::protobuf::Value;

// Numbers as JSON writes them: "007", ".5" and "1_000" are text.
bool LooksLikeNumber(absl::string_view text) {
  if (!text.empty() && text[0] == '-') text.remove_prefix(1);
  if (text.empty() || !absl::ascii_isdigit(text[0])) return false;
  if (text.size() > 1 && text[0] == '0' && text[1] != '.') return false;
  int points = 0;
  for (char c : text) {
    points += c == '.';
    if (c != '.' && !absl::ascii_isdigit(c)) return false;
  }
  return points <= 1 && text.back() != '.';
}

Value Scalar(const YAML::Node& node) {
  const std::string& text = node.Scalar();
  Value value;
  const bool quoted = node.Tag() == "!";
  double number = 0;
  if (!quoted && (text == "true" || text == "false")) {
    value.set_bool_value(text == "true");
  } else if (!quoted && LooksLikeNumber(text) &&
             absl::SimpleAtod(text, &number)) {
    value.set_number_value(number);
  } else {
    value.set_string_value(text);
  }
  return value;
}

absl::StatusOr<Value> Convert(const std::string& path, const YAML::Node& node);

absl::StatusOr<Value> ConvertMap(const std::string& path,
                                 const YAML::Node& node) {
  Value value;
  auto& fields = *value.mutable_struct_value()->mutable_fields();
  for (const auto& member : node) {
    const std::string name = member.first.Scalar();
    if (fields.count(name) > 0) {
      return absl::InvalidArgumentError(
          absl::StrCat(path, ":", member.first.Mark().line + 1, ": ", name,
                       " stands twice"));
    }
    LF_ASSIGN_OR_RETURN(fields[name], Convert(path, member.second));
  }
  return value;
}

absl::StatusOr<Value> Convert(const std::string& path, const YAML::Node& node) {
  Value value;
  switch (node.Type()) {
    case YAML::NodeType::Undefined:
    case YAML::NodeType::Null:
      value.set_null_value(google::protobuf::NULL_VALUE);
      return value;
    case YAML::NodeType::Scalar:
      return Scalar(node);
    case YAML::NodeType::Map:
      return ConvertMap(path, node);
    case YAML::NodeType::Sequence:
      break;
  }
  value.mutable_list_value();
  for (const auto& element : node) {
    LF_ASSIGN_OR_RETURN(*value.mutable_list_value()->add_values(),
                        Convert(path, element));
  }
  return value;
}

void AppendString(const std::string& text, std::string* out) {
  out->push_back('"');
  for (char c : text) {
    if (c == '"' || c == '\\') {
      out->push_back('\\');
      out->push_back(c);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      absl::StrAppendFormat(out, "\\u%04x", c);
    } else {
      out->push_back(c);
    }
  }
  out->push_back('"');
}

void Append(const Value& value, std::string* out);

void AppendObject(const google::protobuf::Struct& object, std::string* out) {
  // Sorted, so that a scenario always sends the same bytes.
  std::map<std::string, const Value*> members;
  for (const auto& [name, member] : object.fields()) members[name] = &member;
  char separator = '{';
  for (const auto& [name, member] : members) {
    out->push_back(separator);
    separator = ',';
    AppendString(name, out);
    out->push_back(':');
    Append(*member, out);
  }
  out->append(members.empty() ? "{}" : "}");
}

void AppendList(const google::protobuf::ListValue& list, std::string* out) {
  char separator = '[';
  for (const Value& element : list.values()) {
    out->push_back(separator);
    separator = ',';
    Append(element, out);
  }
  out->append(list.values().empty() ? "[]" : "]");
}

void Append(const Value& value, std::string* out) {
  switch (value.kind_case()) {
    case Value::kStructValue:
      return AppendObject(value.struct_value(), out);
    case Value::kListValue:
      return AppendList(value.list_value(), out);
    case Value::kStringValue:
      return AppendString(value.string_value(), out);
    case Value::kBoolValue:
      out->append(value.bool_value() ? "true" : "false");
      return;
    case Value::kNumberValue:
      absl::StrAppendFormat(out, "%.15g", value.number_value());
      return;
    case Value::kNullValue:
    case Value::KIND_NOT_SET:
      out->append("null");
      return;
  }
}

}  // namespace

absl::StatusOr<Value> ReadYaml(const std::string& path) try {
  return Convert(path, YAML::LoadFile(path));
} catch (const std::exception& error) {
  return absl::InvalidArgumentError(absl::StrCat(path, ": ", error.what()));
}

std::string JsonOf(const Value& value) {
  std::string text;
  Append(value, &text);
  return text;
}

absl::StatusOr<Value> ValueOf(const std::string& json) {
  Value value;
  LF_RETURN_IF_ERROR(ReadMessage(json, &value));
  return value;
}

std::string RequestJson(const google::protobuf::Message& message) {
  std::string json;
  LF_CHECK(google::protobuf::util::MessageToJsonString(message, &json).ok());
  return json;
}

absl::Status ReadMessage(const std::string& json,
                         google::protobuf::Message* message) {
  const auto status =
      google::protobuf::util::JsonStringToMessage(json, message);
  if (status.ok()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      "not a ", message->GetTypeName(), ": ", status.ToString(), "\n", json));
}

const Value* Member(const Value& object, const std::string& name) {
  if (!object.has_struct_value()) return nullptr;
  const auto& fields = object.struct_value().fields();
  const auto it = fields.find(name);
  return it == fields.end() ? nullptr : &it->second;
}

std::string TextOf(const Value& object, const std::string& name) {
  const Value* member = Member(object, name);
  return member == nullptr ? "" : member->string_value();
}

Value StringValue(const std::string& text) {
  Value value;
  value.set_string_value(text);
  return value;
}

}  // namespace landfall::scenarios
