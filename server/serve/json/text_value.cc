// Names and texts of a request -> fields, enum values, points in time.
// Entry points: FindField, ReadEnumName and ReadTimestamp.
#include "server/serve/json/text_value.h"

#include <algorithm>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"
#include "server/base/nearest.h"
#include "server/base/time_text.h"
#include "server/serve/api/errors.h"

namespace landfall::serve::json {
namespace {

using api::Reason;
using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Timestamp;

// A longer name than this is not repeated in a message.
constexpr size_t kMaxQuotedBytes = 64;
// Longer lists of allowed values than this do not help a reader.
constexpr int kMaxListedValues = 12;
constexpr size_t kDateLength = 10;
constexpr size_t kShortestZonedTime = 10;  // "T08:15:30Z"
constexpr size_t kOffsetLength = 6;        // "+02:00"

// Whether a message may repeat `name`: a caller can put an email address where
// a name belongs, and messages go to logs.
bool IsPlainWord(absl::string_view name) {
  return name.size() <= kMaxQuotedBytes &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
                  c == '-' || c == '_' || c == '.';
         });
}

std::vector<std::string> ValueNames(const EnumDescriptor& type) {
  std::vector<std::string> names;
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->number() != 0) names.push_back(type.value(i)->name());
  }
  return names;
}

// The other forms that base::ParseTime knows are for payloads of systems.
bool LooksLikeRfc3339(absl::string_view text) {
  if (text.size() == kDateLength) return true;
  if (text.size() < kDateLength + kShortestZonedTime) return false;
  // With a zone: without one nobody knows which hour is meant.
  const char end = text.back();
  const char sign = text[text.size() - kOffsetLength];
  const bool zoned = end == 'Z' || end == 'z' || sign == '+' || sign == '-';
  return zoned && (text[kDateLength] == 'T' || text[kDateLength] == 't');
}

}  // namespace

const FieldDescriptor* FindField(const Descriptor& message,
                                 absl::string_view name) {
  const std::string text(name);
  if (const auto* field = message.FindFieldByCamelcaseName(text)) return field;
  return message.FindFieldByName(text);
}

std::vector<std::string> FieldNames(const Descriptor& message) {
  std::vector<std::string> names;
  for (int i = 0; i < message.field_count(); ++i) {
    names.push_back(message.field(i)->json_name());
  }
  return names;
}

absl::Status UnknownName(v1::ErrorReason::Value reason, const FieldPath& path,
                         absl::string_view what, absl::string_view name,
                         const std::vector<std::string>& known) {
  const std::string parent = path.ToString();
  const std::string field =
      IsPlainWord(name) ? FieldPath(&path, name).ToString() : parent;
  const std::string nearest = base::Nearest(name, known);
  const std::string hint =
      nearest.empty() ? absl::StrCat("; known: ", absl::StrJoin(known, ", "))
                      : absl::StrCat(" (did you mean ", nearest, "?)");
  return api::MakeError(
      absl::StatusCode::kInvalidArgument, reason, field,
      absl::StrCat(field, field.empty() ? "" : ": ", "unknown ", what, hint),
      known);
}

absl::StatusOr<const EnumValueDescriptor*> ReadEnumName(
    const EnumDescriptor& type, const FieldPath& path, absl::string_view name) {
  const EnumValueDescriptor* value = type.FindValueByName(std::string(name));
  if (value != nullptr && value->number() != 0) return value;
  const std::vector<std::string> names = ValueNames(type);
  const std::string field = path.ToString();
  const std::string nearest = base::Nearest(name, names);
  std::string problem;
  if (static_cast<int>(names.size()) <= kMaxListedValues) {
    problem = absl::StrCat("one of ", absl::StrJoin(names, ", "));
  } else {
    problem = IsPlainWord(name)
                  ? absl::StrCat("'", name, "' is no value of this field")
                  : "is no value of this field";
  }
  if (!nearest.empty()) {
    absl::StrAppend(&problem, " (did you mean ", nearest, "?)");
  }
  return api::MakeError(absl::StatusCode::kInvalidArgument,
                        Reason::INVALID_VALUE, field,
                        absl::StrCat(field, ": ", problem), names);
}

absl::Status ReadTimestamp(const FieldPath& path, absl::string_view text,
                           google::protobuf::Message* timestamp) {
  std::optional<absl::Time> time;
  if (LooksLikeRfc3339(text)) time = base::ParseTime(text);
  if (!time.has_value()) {
    const std::string field = path.ToString();
    return api::MakeError(
        absl::StatusCode::kInvalidArgument, Reason::INVALID_TIME, field,
        absl::StrCat(field,
                     ": a time such as 2026-06-09T08:15:30Z, or a date such "
                     "as 2026-06-09, is expected"));
  }
  const int64_t seconds = absl::ToUnixSeconds(*time);
  const absl::Duration rest = *time - absl::FromUnixSeconds(seconds);
  auto* message =
      google::protobuf::DynamicCastToGenerated<Timestamp>(timestamp);
  if (message == nullptr) return absl::InternalError("not a Timestamp");
  message->set_seconds(seconds);
  message->set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(rest)));
  return absl::OkStatus();
}

bool IsTimestamp(const Descriptor& message) {
  return &message == Timestamp::descriptor();
}

absl::Status WrongValue(const FieldPath& path, absl::string_view problem) {
  return api::InvalidField(Reason::INVALID_VALUE, path.ToString(), problem);
}

}  // namespace landfall::serve::json
