#pragma once

#include "absl/status/statusor.h"
#include "landfall/v1/card_service.pb.h"
#include "landfall/v1/promotion_service.pb.h"
#include "server/model/event.h"
#include "server/model/history.h"
#include "server/model/query.h"
#include "server/serve/api/validate.h"

namespace landfall::serve::api {

// A request as the question that the reconciler answers, with every default
// filled in. INVALID_ARGUMENT (NOT_FOUND for an unknown card) naming the field
// and what is allowed. Pure.

// The field that holds the keys is called "customer".
absl::StatusOr<model::GivenKeys> ReadCustomer(const model::Settings& settings,
                                              const v1::CustomerKeys& keys);

absl::StatusOr<model::CheckQuery> ReadCheckQuery(
    const RequestScope& scope, const v1::CheckPromotionRequest& request);

absl::StatusOr<model::CardQuery> ReadCardQuery(
    const RequestScope& scope, const v1::GetCardRequest& request);

absl::StatusOr<model::CardRecordsQuery> ReadCardRecordsQuery(
    const RequestScope& scope, const v1::ListCardRecordsRequest& request);

absl::StatusOr<model::CardHistoryQuery> ReadCardHistoryQuery(
    const RequestScope& scope, const v1::GetCardHistoryRequest& request);

absl::StatusOr<model::EventsQuery> ReadEventsQuery(
    const RequestScope& scope, const v1::ListEventsRequest& request);
// The first page of a stream of events.
absl::StatusOr<model::EventsQuery> ReadWatchQuery(
    const RequestScope& scope, const v1::WatchCardRequest& request);

}  // namespace landfall::serve::api
