// A message -> JSON text, by reflection over a plan of its type.
// Entry points: WriteJson and JsonOf.
//
// protobuf's own printer goes over its binary form and a type resolver, which
// costs several times as much as the check that it prints.
#include "server/serve/json/json_writer.h"

#include <string.h>

#include <charconv>
#include <cmath>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/timestamp.pb.h"
#include "server/base/time_text.h"
#include "server/serve/json/message_plan.h"

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

// The same for eight bytes at once; may be true for eight that need none. Says
// of each byte whether it is below 0x20 or zero after the exclusive or with a
// character: then its subtraction borrows.
bool MayNeedEscape(uint64_t bytes) {
  constexpr uint64_t kOnes = 0x0101010101010101;
  constexpr uint64_t kHigh = 0x8080808080808080;
  const uint64_t quote = bytes ^ (kOnes * '"');
  const uint64_t backslash = bytes ^ (kOnes * '\\');
  return ((((bytes - kOnes * 0x20) & ~bytes) | ((quote - kOnes) & ~quote) |
           ((backslash - kOnes) & ~backslash)) &
          kHigh) != 0;
}

// Index of the first byte from `i` on that needs an escape, or the size.
size_t FindEscape(absl::string_view text, size_t i) {
  for (; i + 8 <= text.size(); i += 8) {
    uint64_t bytes;
    memcpy(&bytes, text.data() + i, sizeof(bytes));
    if (MayNeedEscape(bytes)) break;
  }
  while (i < text.size() && !NeedsEscape(text[i])) ++i;
  return i;
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
  size_t end = FindEscape(text, 0);
  while (end < text.size()) {
    out->append(text.data() + start, end - start);
    AppendEscape(text[end], out);
    start = end + 1;
    end = FindEscape(text, start);
  }
  out->append(text.data() + start, end - start);
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
  base::AppendTime(
      absl::FromUnixSeconds(time->seconds()) + absl::Nanoseconds(time->nanos()),
      out);
  out->push_back('"');
}

class Writer {
 public:
  explicit Writer(std::string* out) : out_(out) {}

  void WriteMessage(const MessagePlan& plan, const Message& message) {
    if (plan.is_timestamp) {
      AppendTimestamp(message, out_);
      return;
    }
    const Reflection& reflection = *message.GetReflection();
    out_->push_back('{');
    size_t comma = 1;  // the first label goes without
    for (const FieldPlan& field : plan.fields) {
      if (field.has_presence && !reflection.HasField(message, field.field)) {
        continue;
      }
      out_->append(field.label, comma, std::string::npos);
      comma = 0;
      if (field.repeated) {
        WriteArray(message, reflection, field);
      } else {
        WriteSingle(message, reflection, field);
      }
    }
    out_->push_back('}');
  }

 private:
  void WriteEnum(const FieldPlan& field, int number) {
    const size_t index = static_cast<size_t>(number);
    if (index < field.enum_names.size() && !field.enum_names[index].empty()) {
      out_->append(field.enum_names[index]);
    } else {
      AppendNumber(number, out_);
    }
  }

  void WriteSingle(const Message& message, const Reflection& reflection,
                   const FieldPlan& plan) {
    const FieldDescriptor* field = plan.field;
    std::string scratch;
    switch (plan.type) {
      case FieldDescriptor::CPPTYPE_STRING:
        return AppendText(
            reflection.GetStringReference(message, field, &scratch), out_);
      case FieldDescriptor::CPPTYPE_ENUM:
        return WriteEnum(plan, reflection.GetEnumValue(message, field));
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return WriteMessage(*plan.message,
                            reflection.GetMessage(message, field));
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
                  const FieldPlan& plan) {
    out_->push_back('[');
    const int size = reflection.FieldSize(message, plan.field);
    for (int i = 0; i < size; ++i) {
      if (i > 0) out_->push_back(',');
      WriteElement(message, reflection, plan, i);
    }
    out_->push_back(']');
  }

  // Only the types that the contract repeats; a test walks all messages.
  void WriteElement(const Message& message, const Reflection& reflection,
                    const FieldPlan& plan, int i) {
    const FieldDescriptor* field = plan.field;
    std::string scratch;
    switch (plan.type) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return WriteMessage(*plan.message,
                            reflection.GetRepeatedMessage(message, field, i));
      case FieldDescriptor::CPPTYPE_ENUM:
        return WriteEnum(plan,
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
  Writer(out).WriteMessage(PlanOf(*message.GetDescriptor()), message);
}

std::string JsonOf(const Message& message) {
  std::string out;
  out.reserve(kTypicalAnswer);
  WriteJson(message, &out);
  return out;
}

}  // namespace landfall::serve::json
