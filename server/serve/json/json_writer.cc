// A message -> JSON text, by reflection and with nothing in between.
// Entry points: WriteJson and JsonOf.
//
// protobuf's own printer goes over its binary form and a type resolver, which
// costs several times as much as the check that it prints.
#include "server/serve/json/json_writer.h"

#include <charconv>
#include <cmath>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/timestamp.pb.h"
#include "server/base/time_text.h"
#include "server/serve/json/text_value.h"

namespace landfall::serve::json {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::Timestamp;

constexpr size_t kTypicalAnswer = 2048;

// What must not stand in a JSON string as it is.
bool NeedsEscape(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

void AppendEscape(char c, std::string* out) {
  switch (c) {
    case '"':
      out->append("\\\"");
      return;
    case '\\':
      out->append("\\\\");
      return;
    case '\n':
      out->append("\\n");
      return;
    case '\r':
      out->append("\\r");
      return;
    case '\t':
      out->append("\\t");
      return;
    default: {
      constexpr char kHex[] = "0123456789abcdef";
      const char escape[] = {'\\',         'u', '0', '0', kHex[(c >> 4) & 0xF],
                             kHex[c & 0xF]};
      out->append(escape, sizeof(escape));
    }
  }
}

void AppendText(absl::string_view text, std::string* out) {
  out->push_back('"');
  size_t start = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (!NeedsEscape(text[i])) continue;
    out->append(text.data() + start, i - start);
    AppendEscape(text[i], out);
    start = i + 1;
  }
  out->append(text.data() + start, text.size() - start);
  out->push_back('"');
}

template <typename Number>
void AppendNumber(Number number, std::string* out) {
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof(digits), number).ptr;
  out->append(digits, end - digits);
}

void AppendDouble(double number, std::string* out) {
  // JSON has no word for these, and no answer has them.
  if (!std::isfinite(number)) {
    out->append("null");
    return;
  }
  AppendNumber(number, out);
}

void AppendTimestamp(const Message& message, std::string* out) {
  const auto* time =
      google::protobuf::DynamicCastToGenerated<Timestamp>(&message);
  out->push_back('"');
  out->append(base::FormatTime(absl::FromUnixSeconds(time->seconds()) +
                               absl::Nanoseconds(time->nanos())));
  out->push_back('"');
}

class Writer {
 public:
  explicit Writer(std::string* out) : out_(out) {}

  void WriteMessage(const Message& message) {
    const auto* type = message.GetDescriptor();
    if (IsTimestamp(*type)) {
      AppendTimestamp(message, out_);
      return;
    }
    const Reflection* reflection = message.GetReflection();
    out_->push_back('{');
    bool first = true;
    for (int i = 0; i < type->field_count(); ++i) {
      const FieldDescriptor* field = type->field(i);
      if (field->has_presence() && !reflection->HasField(message, field)) {
        continue;
      }
      out_->append(first ? "\"" : ",\"");
      first = false;
      out_->append(field->json_name());
      out_->append("\":");
      if (field->is_repeated()) {
        WriteArray(message, *reflection, field);
      } else {
        WriteSingle(message, *reflection, field);
      }
    }
    out_->push_back('}');
  }

 private:
  void WriteEnum(const google::protobuf::EnumDescriptor* type, int number) {
    const auto* value = type->FindValueByNumber(number);
    if (value == nullptr) {
      AppendNumber(number, out_);
    } else {
      AppendText(value->name(), out_);
    }
  }

  void WriteSingle(const Message& message, const Reflection& reflection,
                   const FieldDescriptor* field) {
    std::string scratch;
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        return AppendText(
            reflection.GetStringReference(message, field, &scratch), out_);
      case FieldDescriptor::CPPTYPE_ENUM:
        return WriteEnum(field->enum_type(),
                         reflection.GetEnumValue(message, field));
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return WriteMessage(reflection.GetMessage(message, field));
      case FieldDescriptor::CPPTYPE_BOOL:
        out_->append(reflection.GetBool(message, field) ? "true" : "false");
        return;
      case FieldDescriptor::CPPTYPE_INT32:
        return AppendNumber(reflection.GetInt32(message, field), out_);
      case FieldDescriptor::CPPTYPE_INT64:
        return AppendNumber(reflection.GetInt64(message, field), out_);
      case FieldDescriptor::CPPTYPE_DOUBLE:
        return AppendDouble(reflection.GetDouble(message, field), out_);
      case FieldDescriptor::CPPTYPE_UINT32:
        return AppendNumber(reflection.GetUInt32(message, field), out_);
      case FieldDescriptor::CPPTYPE_UINT64:
        return AppendNumber(reflection.GetUInt64(message, field), out_);
      case FieldDescriptor::CPPTYPE_FLOAT:
        return AppendDouble(reflection.GetFloat(message, field), out_);
    }
  }

  void WriteArray(const Message& message, const Reflection& reflection,
                  const FieldDescriptor* field) {
    out_->push_back('[');
    const int size = reflection.FieldSize(message, field);
    for (int i = 0; i < size; ++i) {
      if (i > 0) out_->push_back(',');
      WriteElement(message, reflection, field, i);
    }
    out_->push_back(']');
  }

  // Only the types that the contract repeats; a test walks all messages.
  void WriteElement(const Message& message, const Reflection& reflection,
                    const FieldDescriptor* field, int i) {
    std::string scratch;
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return WriteMessage(reflection.GetRepeatedMessage(message, field, i));
      case FieldDescriptor::CPPTYPE_ENUM:
        return WriteEnum(field->enum_type(),
                         reflection.GetRepeatedEnumValue(message, field, i));
      case FieldDescriptor::CPPTYPE_STRING:
        return AppendText(
            reflection.GetRepeatedStringReference(message, field, i, &scratch),
            out_);
      default:
        out_->append("null");
    }
  }

  std::string* const out_;
};

}  // namespace

void WriteJson(const Message& message, std::string* out) {
  Writer(out).WriteMessage(message);
}

std::string JsonOf(const Message& message) {
  std::string out;
  out.reserve(kTypicalAnswer);
  WriteJson(message, &out);
  return out;
}

}  // namespace landfall::serve::json
