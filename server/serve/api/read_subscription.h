#pragma once

#include "absl/status/statusor.h"
#include "landfall/v1/subscription_service.pb.h"
#include "server/deliver/subscriptions.h"
#include "server/serve/api/validate.h"

namespace landfall::serve::api {

// What a request of `owner` asks for. INVALID_ARGUMENT naming the field and
// what is allowed; also for a filter that no event of the chosen types can
// pass. Whether anything is delivered to the URL is not looked at. Pure.
absl::StatusOr<deliver::Wish> ReadSubscription(
    const RequestScope& scope, absl::string_view owner,
    const v1::CreateSubscriptionRequest& request);

// Sets every field.
void FillSubscription(const deliver::Listed& listed, v1::Subscription* message);

}  // namespace landfall::serve::api
