#pragma once

#include "absl/status/statusor.h"
#include "client/cli/arguments.h"
#include "google/protobuf/timestamp.pb.h"
#include "landfall/v1/card_service.pb.h"
#include "landfall/v1/promotion_service.pb.h"
#include "landfall/v1/record_service.pb.h"

namespace landfall::cli {

// Arguments -> requests. INVALID_ARGUMENT names the flag and what is allowed.
// All pure.

absl::StatusOr<v1::CheckPromotionRequest> CheckRequestOf(
    const Arguments& arguments);
absl::StatusOr<v1::GetRecordRequest> RecordRequestOf(
    const Arguments& arguments);
absl::StatusOr<v1::EraseRecordRequest> EraseRequestOf(
    const Arguments& arguments);
absl::StatusOr<v1::GetCardRequest> CardRequestOf(const Arguments& arguments);
absl::StatusOr<v1::ListCardsRequest> CardsRequestOf(const Arguments& arguments);
// Without page size and token.
absl::StatusOr<v1::ListCardRecordsRequest> ListRequestOf(
    const Arguments& arguments);
absl::StatusOr<v1::GetCardHistoryRequest> HistoryRequestOf(
    const Arguments& arguments);

// Without page size.
v1::ListEventsRequest EventsRequestOf(const Arguments& arguments);

v1::WatchCardRequest WatchRequestOf(const Arguments& arguments);
// --count, or `otherwise` when it is not given.
absl::StatusOr<int> CountOf(const Arguments& arguments, int otherwise);

// --limit, or `otherwise` when it is not given.
absl::StatusOr<int> LimitOf(const Arguments& arguments, int otherwise);

// RFC 3339, or a date: the start of that day in UTC.
absl::StatusOr<google::protobuf::Timestamp> ReadTime(const std::string& flag,
                                                     const std::string& text);

}  // namespace landfall::cli
