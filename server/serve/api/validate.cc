// Fields of a request -> values that the rules may use, or an error that names
// the field and what is allowed. Names are looked up in known_names.cc.
#include "server/serve/api/validate.h"

#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/base/time_text.h"
#include "server/normalize/record_id.h"
#include "server/serve/api/errors.h"

namespace landfall::serve::api {
namespace {

constexpr int64_t kFirstSecond = -62135596800;  // 0001-01-01
constexpr int64_t kLastSecond = 253402300799;   // 9999-12-31
constexpr int kNanosPerSecond = 1000000000;

absl::Time CutToMicroseconds(absl::Time time) {
  return absl::FromUnixMicros(absl::ToUnixMicros(time));
}

}  // namespace

absl::Status ValidateText(absl::string_view field, const std::string& value) {
  if (value.size() <= kMaxTextBytes) return absl::OkStatus();
  return InvalidField(Reason::VALUE_TOO_LONG, field,
                      absl::StrCat("has ", value.size(), " bytes; at most ",
                                   kMaxTextBytes, " are allowed"));
}

absl::Status ValidateRequired(absl::string_view field,
                              const std::string& value) {
  if (value.empty()) {
    return InvalidField(Reason::FIELD_REQUIRED, field, "a value is required");
  }
  return ValidateText(field, value);
}

absl::Status ValidateCount(absl::string_view field, int count, int max) {
  if (count <= max) return absl::OkStatus();
  return InvalidField(
      Reason::TOO_MANY_ITEMS, field,
      absl::StrCat("has ", count, " elements; at most ", max, " are allowed"));
}

absl::Status ValidateTexts(
    absl::string_view field,
    const google::protobuf::RepeatedPtrField<std::string>& values) {
  LF_RETURN_IF_ERROR(ValidateCount(field, values.size(), kMaxListItems));
  for (int i = 0; i < values.size(); ++i) {
    if (values[i].size() <= kMaxTextBytes) continue;
    return ValidateText(absl::StrCat(field, "[", i, "]"), values[i]);
  }
  return absl::OkStatus();
}

absl::StatusOr<absl::Time> ReadAsOf(const RequestScope& scope,
                                    const google::protobuf::Timestamp* as_of) {
  return ReadPastTime(scope, "asOf", as_of);
}

absl::Status ValidateTime(absl::string_view field,
                          const google::protobuf::Timestamp& time) {
  if (time.nanos() < 0 || time.nanos() >= kNanosPerSecond) {
    return InvalidField(Reason::INVALID_TIME, field,
                        "nanos must be 0 to 999,999,999");
  }
  if (time.seconds() < kFirstSecond || time.seconds() > kLastSecond) {
    return InvalidField(Reason::INVALID_TIME, field,
                        "the year must be 0001 to 9999");
  }
  return absl::OkStatus();
}

absl::StatusOr<absl::Time> ReadPastTime(
    const RequestScope& scope, absl::string_view field,
    const google::protobuf::Timestamp* as_of) {
  if (as_of == nullptr) return CutToMicroseconds(scope.now);
  LF_RETURN_IF_ERROR(ValidateTime(field, *as_of));
  const absl::Time time = absl::FromUnixSeconds(as_of->seconds()) +
                          absl::Nanoseconds(as_of->nanos());
  if (time > scope.now) {
    return InvalidField(Reason::FUTURE_AS_OF, field,
                        absl::StrCat("lies in the future (now is ",
                                     base::FormatTime(scope.now), ")"));
  }
  return CutToMicroseconds(time);
}

absl::StatusOr<std::optional<int>> ReadWindowDays(int window_days) {
  if (window_days == 0) return std::optional<int>();
  if (window_days < 1 || window_days > model::kMaxWindowDays) {
    return InvalidField(Reason::INVALID_WINDOW, "windowDays",
                        absl::StrCat("is ", window_days, "; 1 to ",
                                     model::kMaxWindowDays, " are allowed"));
  }
  return std::optional<int>(window_days);
}

absl::StatusOr<int> ReadPageSize(int page_size) {
  if (page_size == 0) return kDefaultPageSize;
  if (page_size < 0 || page_size > kMaxPageSize) {
    return InvalidField(
        Reason::INVALID_PAGE_SIZE, "pageSize",
        absl::StrCat("is ", page_size, "; 1 to ", kMaxPageSize,
                     " are allowed, 0 means ", kDefaultPageSize));
  }
  return page_size;
}

absl::StatusOr<std::optional<model::KeyKinds>> ReadKeys(
    const google::protobuf::RepeatedField<int>& keys) {
  if (keys.empty()) return std::optional<model::KeyKinds>();
  LF_RETURN_IF_ERROR(ValidateCount("keys", keys.size(), kMaxListItems));
  model::KeyKinds kinds;
  for (int i = 0; i < keys.size(); ++i) {
    switch (keys[i]) {
      case v1::KeyKind::EMAIL:
        kinds = kinds.With(model::KeyKind::kEmail);
        break;
      case v1::KeyKind::EXTERNAL_ID:
        kinds = kinds.With(model::KeyKind::kExternalId);
        break;
      case v1::KeyKind::TAX_ID:
        kinds = kinds.With(model::KeyKind::kTaxId);
        break;
      default:  // The wire can hold any number.
        return InvalidField(Reason::INVALID_VALUE,
                            absl::StrCat("keys[", i, "]"),
                            "one of EMAIL, EXTERNAL_ID, TAX_ID");
    }
  }
  return std::optional<model::KeyKinds>(kinds);
}

absl::StatusOr<model::RecordRef> ReadRecordRef(const model::Settings& settings,
                                               absl::string_view prefix,
                                               const v1::RecordRef& ref,
                                               absl::StatusCode code) {
  const std::string source_field = absl::StrCat(prefix, "source");
  const std::string type_field = absl::StrCat(prefix, "type");
  const std::string id_field = absl::StrCat(prefix, "id");
  LF_RETURN_IF_ERROR(ValidateRequired(source_field, ref.source()));
  LF_RETURN_IF_ERROR(ValidateRequired(type_field, ref.type()));
  LF_RETURN_IF_ERROR(ValidateRequired(id_field, ref.id()));
  LF_ASSIGN_OR_RETURN(const model::Source* source,
                      FindSource(settings, source_field, ref.source(), code));
  LF_RETURN_IF_ERROR(ValidateType(*source, type_field, ref.type(), code));
  absl::StatusOr<std::string> id =
      normalize::CanonicalId(settings, *source, ref.type(), ref.id());
  if (!id.ok()) {
    return InvalidField(Reason::INVALID_RECORD_ID, id_field,
                        id.status().message());
  }
  return model::RecordRef{ref.source(), ref.type(), *std::move(id)};
}

}  // namespace landfall::serve::api
