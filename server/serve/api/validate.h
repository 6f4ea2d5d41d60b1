#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/repeated_field.h"
#include "google/protobuf/timestamp.pb.h"
#include "landfall/v1/customer.pb.h"
#include "server/model/key_kind.h"
#include "server/model/query.h"
#include "server/model/record_ref.h"
#include "server/model/settings.h"

namespace landfall::serve::api {

// Limits on everything that a caller can make large.
inline constexpr size_t kMaxTextBytes = 1024;
inline constexpr int kMaxListItems = 100;
inline constexpr int kMaxChecks = 1000;
inline constexpr int kMaxPayloads = 1000;
inline constexpr size_t kMaxPushName = 64;
inline constexpr size_t kMaxUrlBytes = 4096;
inline constexpr int kMaxAgeMinutes = 525600;  // a year
// Of the message of a reported error event; a longer one is cut.
inline constexpr size_t kMaxEventText = 16384;
inline constexpr int kMaxPageSize = 1000;
inline constexpr int kDefaultPageSize = 100;
inline constexpr int kDefaultWindowDays = 7;

// What a request is read against. Both must outlive the call.
struct RequestScope {
  const model::Settings& settings;
  absl::Time now;
};

// All return INVALID_ARGUMENT naming `field` (a JSON path) and what is allowed,
// unless they say otherwise. Pure.

// At most kMaxTextBytes.
absl::Status ValidateText(absl::string_view field, const std::string& value);
// The same, and not empty.
absl::Status ValidateRequired(absl::string_view field,
                              const std::string& value);
// At most `max` elements.
absl::Status ValidateCount(absl::string_view field, int count, int max);
// Each of at most kMaxListItems values is a valid text.
absl::Status ValidateTexts(
    absl::string_view field,
    const google::protobuf::RepeatedPtrField<std::string>& values);

// One of the years 0001 to 9999.
absl::Status ValidateTime(absl::string_view field,
                          const google::protobuf::Timestamp& time);
// Unset (nullptr) is `scope.now`; cut to microseconds; not in the future.
absl::StatusOr<absl::Time> ReadAsOf(const RequestScope& scope,
                                    const google::protobuf::Timestamp* as_of);
// The same for a field of another name.
absl::StatusOr<absl::Time> ReadPastTime(
    const RequestScope& scope, absl::string_view field,
    const google::protobuf::Timestamp* time);
// 0 is unset: nullopt. 1 to model::kMaxWindowDays.
absl::StatusOr<std::optional<int>> ReadWindowDays(int window_days);
// 0 is kDefaultPageSize. 1 to kMaxPageSize.
absl::StatusOr<int> ReadPageSize(int page_size);
// Empty is unset: nullopt. `field` is "keys".
absl::StatusOr<std::optional<model::KeyKinds>> ReadKeys(
    const google::protobuf::RepeatedField<int>& keys);

// Unknown names carry `code` (NOT_FOUND where the name is part of the URL) and
// list the known ones with the nearest first.
absl::StatusOr<const model::Source*> FindSource(const model::Settings& settings,
                                                absl::string_view field,
                                                const std::string& id,
                                                absl::StatusCode code);
absl::StatusOr<const model::LegalEntity*> FindEntity(
    const model::Settings& settings, absl::string_view field,
    const std::string& id);
absl::StatusOr<const model::CardSettings*> FindCard(
    const model::Settings& settings, const std::string& id);
absl::Status ValidateType(const model::Source& source, absl::string_view field,
                          const std::string& type, absl::StatusCode code);
absl::Status ValidateChannel(const model::Settings& settings,
                             const std::string& channel);

// Known source, known type, and the id in its one spelling. `prefix` is put
// before the field names ("record."). `code` is for unknown source and type.
absl::StatusOr<model::RecordRef> ReadRecordRef(const model::Settings& settings,
                                               absl::string_view prefix,
                                               const v1::RecordRef& ref,
                                               absl::StatusCode code);

}  // namespace landfall::serve::api
