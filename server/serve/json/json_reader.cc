// The text of a JSON body -> a message, or the first thing that is wrong.
// Entry point: ReadJson.
#include "server/serve/json/json_reader.h"

#include <cmath>
#include <limits>
#include <memory>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/serve/api/errors.h"
#include "server/serve/json/text_value.h"
#include "simdjson.h"

namespace landfall::serve::json {
namespace {

using api::Reason;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using simdjson::dom::element;
using simdjson::dom::element_type;

// A parser keeps memory of many times its largest body, so that of a thread is
// for bodies up to this size and larger ones get their own.
constexpr size_t kKeptParserBytes = 64 << 10;

absl::string_view View(std::string_view text) {
  return absl::string_view(text.data(), text.size());
}

absl::Status NotJson(simdjson::error_code error) {
  switch (error) {
    case simdjson::DEPTH_ERROR:
      return api::MakeError(
          absl::StatusCode::kInvalidArgument, Reason::TOO_DEEP, "",
          absl::StrCat("the body is nested more than ", kMaxDepth, " deep"));
    case simdjson::UTF8_ERROR:
      return api::MakeError(absl::StatusCode::kInvalidArgument,
                            Reason::INVALID_UTF8, "",
                            "the body has bytes that are not UTF-8");
    case simdjson::EMPTY:
      return api::MakeError(absl::StatusCode::kInvalidArgument,
                            Reason::MALFORMED_JSON, "",
                            "the body is empty; a JSON object is expected");
    default:
      return api::MakeError(absl::StatusCode::kInvalidArgument,
                            Reason::MALFORMED_JSON, "",
                            absl::StrCat("the body is not JSON: ",
                                         simdjson::error_message(error)));
  }
}

absl::Status ReadObject(const FieldPath& path, simdjson::dom::object object,
                        Message* message);

absl::StatusOr<absl::string_view> ReadText(const FieldPath& path,
                                           const element& value) {
  if (!value.is_string()) return WrongValue(path, "a string is expected");
  return View(value.get_string().value_unsafe());
}

// An integer in [min, max]; 7.0 is one.
absl::StatusOr<int64_t> ReadInteger(const FieldPath& path, const element& value,
                                    int64_t min, int64_t max) {
  int64_t number = 0;
  if (value.type() == element_type::INT64) {
    number = value.get_int64().value_unsafe();
  } else if (value.type() == element_type::DOUBLE) {
    const double real = value.get_double().value_unsafe();
    if (std::trunc(real) != real) {
      return WrongValue(path, "a whole number is expected");
    }
    // Doubles of this size are exact, and the cast stays defined.
    constexpr double kExact = 9007199254740992.0;
    if (std::abs(real) > kExact)
      number = real > 0 ? max + 1 : min - 1;
    else
      number = static_cast<int64_t>(real);
  } else if (value.type() == element_type::UINT64) {
    return WrongValue(path, absl::StrCat("must be ", min, " to ", max));
  } else {
    return WrongValue(path, "a whole number is expected");
  }
  if (number < min || number > max) {
    return WrongValue(path, absl::StrCat("must be ", min, " to ", max));
  }
  return number;
}

// One value of `field`, which is set or added to when it is repeated.
class FieldWriter {
 public:
  FieldWriter(Message* message, const FieldDescriptor* field)
      : message_(message),
        reflection_(message->GetReflection()),
        field_(field) {}

  absl::Status Write(const FieldPath& path, const element& value) {
    switch (field_->cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        return WriteText(path, value);
      case FieldDescriptor::CPPTYPE_ENUM:
        return WriteEnum(path, value);
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return WriteMessage(path, value);
      case FieldDescriptor::CPPTYPE_BOOL:
        return WriteBool(path, value);
      case FieldDescriptor::CPPTYPE_INT32:
        return WriteInt32(path, value);
      case FieldDescriptor::CPPTYPE_DOUBLE:
        return WriteDouble(path, value);
      default:
        // No request has other types; a test walks all of them.
        return absl::InternalError("a type that requests do not have");
    }
  }

 private:
  absl::Status WriteText(const FieldPath& path, const element& value) {
    LF_ASSIGN_OR_RETURN(const absl::string_view text, ReadText(path, value));
    if (field_->is_repeated()) {
      reflection_->AddString(message_, field_, std::string(text));
    } else {
      reflection_->SetString(message_, field_, std::string(text));
    }
    return absl::OkStatus();
  }

  absl::Status WriteEnum(const FieldPath& path, const element& value) {
    LF_ASSIGN_OR_RETURN(const absl::string_view name, ReadText(path, value));
    LF_ASSIGN_OR_RETURN(const auto* number,
                        ReadEnumName(*field_->enum_type(), path, name));
    if (field_->is_repeated()) {
      reflection_->AddEnum(message_, field_, number);
    } else {
      reflection_->SetEnum(message_, field_, number);
    }
    return absl::OkStatus();
  }

  absl::Status WriteMessage(const FieldPath& path, const element& value) {
    Message* inner = field_->is_repeated()
                         ? reflection_->AddMessage(message_, field_)
                         : reflection_->MutableMessage(message_, field_);
    if (IsTimestamp(*field_->message_type())) {
      LF_ASSIGN_OR_RETURN(const absl::string_view text, ReadText(path, value));
      return ReadTimestamp(path, text, inner);
    }
    if (!value.is_object()) return WrongValue(path, "an object is expected");
    return ReadObject(path, value.get_object().value_unsafe(), inner);
  }

  absl::Status WriteBool(const FieldPath& path, const element& value) {
    if (!value.is_bool()) return WrongValue(path, "true or false is expected");
    reflection_->SetBool(message_, field_, value.get_bool().value_unsafe());
    return absl::OkStatus();
  }

  absl::Status WriteInt32(const FieldPath& path, const element& value) {
    LF_ASSIGN_OR_RETURN(
        const int64_t number,
        ReadInteger(path, value, std::numeric_limits<int32_t>::min(),
                    std::numeric_limits<int32_t>::max()));
    reflection_->SetInt32(message_, field_, static_cast<int32_t>(number));
    return absl::OkStatus();
  }

  absl::Status WriteDouble(const FieldPath& path, const element& value) {
    double number = 0;
    if (value.get_double().get(number) != simdjson::SUCCESS) {
      return WrongValue(path, "a number is expected");
    }
    reflection_->SetDouble(message_, field_, number);
    return absl::OkStatus();
  }

  Message* const message_;
  const Reflection* const reflection_;
  const FieldDescriptor* const field_;
};

absl::Status ReadArray(const FieldPath& path, const element& value,
                       FieldWriter& writer) {
  if (!value.is_array()) return WrongValue(path, "an array is expected");
  // Of its own: the loop would outlive the temporary.
  const simdjson::dom::array items = value.get_array().value_unsafe();
  size_t index = 0;
  for (const element item : items) {
    LF_RETURN_IF_ERROR(writer.Write(FieldPath(&path, index), item));
    ++index;
  }
  return absl::OkStatus();
}

// The member of the same oneof that is set already, or nullptr.
const FieldDescriptor* OtherMember(const Message& message,
                                   const FieldDescriptor* field) {
  const auto* oneof = field->real_containing_oneof();
  if (oneof == nullptr) return nullptr;
  const Reflection* reflection = message.GetReflection();
  return reflection->HasOneof(message, oneof)
             ? reflection->GetOneofFieldDescriptor(message, oneof)
             : nullptr;
}

absl::Status ReadField(const FieldPath& parent, absl::string_view name,
                       const FieldDescriptor* field, const element& value,
                       Message* message) {
  const FieldPath path(&parent, name);
  if (value.is_null()) return absl::OkStatus();
  if (const auto* other = OtherMember(*message, field)) {
    return api::InvalidField(
        Reason::SUBJECT_REQUIRED, path.ToString(),
        absl::StrCat("not together with ", other->json_name(),
                     "; set exactly one of them"));
  }
  FieldWriter writer(message, field);
  return field->is_repeated() ? ReadArray(path, value, writer)
                              : writer.Write(path, value);
}

absl::Status ReadObject(const FieldPath& path, simdjson::dom::object object,
                        Message* message) {
  const google::protobuf::Descriptor& type = *message->GetDescriptor();
  absl::InlinedVector<bool, 16> seen(type.field_count(), false);
  for (const auto member : object) {
    const absl::string_view name = View(member.key);
    const FieldDescriptor* field = FindField(type, name);
    if (field == nullptr) {
      return UnknownName(Reason::UNKNOWN_FIELD, path, "field", name,
                         FieldNames(type));
    }
    if (seen[field->index()]) {
      return api::InvalidField(Reason::DUPLICATE_FIELD,
                               FieldPath(&path, name).ToString(),
                               "stands twice");
    }
    seen[field->index()] = true;
    LF_RETURN_IF_ERROR(ReadField(path, name, field, member.value, message));
  }
  return absl::OkStatus();
}

absl::Status Parse(simdjson::dom::parser& parser, const std::string& body,
                   Message* message) {
  if (parser.max_depth() < kMaxDepth || parser.capacity() < body.size()) {
    const auto error =
        parser.allocate(std::max(body.size(), kKeptParserBytes), kMaxDepth);
    if (error != simdjson::SUCCESS) return NotJson(error);
  }
  element root;
  const auto error = parser.parse(body.data(), body.size(), false).get(root);
  if (error != simdjson::SUCCESS) return NotJson(error);
  if (!root.is_object()) {
    return api::MakeError(absl::StatusCode::kInvalidArgument,
                          Reason::MALFORMED_JSON, "",
                          "the body must be a JSON object");
  }
  return ReadObject(FieldPath(), root.get_object().value_unsafe(), message);
}

}  // namespace

absl::Status ReadJson(std::string& body, Message* message) {
  // The parser reads whole blocks and so looks past the end.
  body.reserve(body.size() + simdjson::SIMDJSON_PADDING);
  if (body.size() > kKeptParserBytes) {
    simdjson::dom::parser parser;
    return Parse(parser, body, message);
  }
  thread_local simdjson::dom::parser parser;
  return Parse(parser, body, message);
}

}  // namespace landfall::serve::json
