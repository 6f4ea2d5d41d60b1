// Requests about subscriptions -> responses. Entry points: the functions of
// Handlers about them.
#include "server/base/status_macros.h"
#include "server/serve/api/convert.h"
#include "server/serve/api/errors.h"
#include "server/serve/api/handlers.h"
#include "server/serve/api/read_subscription.h"

namespace landfall::serve::api {
namespace {

// Everything else was validated before, so what is left is the URL.
absl::Status CreateError(const absl::Status& status) {
  if (absl::IsInvalidArgument(status)) {
    return InvalidField(Reason::CALLBACK_NOT_ALLOWED, "notificationUrl",
                        status.message());
  }
  if (absl::IsFailedPrecondition(status)) {
    return MakeError(status.code(), Reason::TOO_MANY_SUBSCRIPTIONS, "",
                     status.message());
  }
  return status;
}

absl::Status NothingDelivers() {
  return MakeError(absl::StatusCode::kUnavailable, Reason::STOPPING, "",
                   "the server delivers nothing at the moment");
}

}  // namespace

absl::Status Handlers::CreateSubscription(
    const v1::CreateSubscriptionRequest& request,
    v1::CreateSubscriptionResponse* response) const {
  LF_ASSIGN_OR_RETURN(const deliver::Wish wish,
                      ReadSubscription(Scope(), caller_.id, request));
  if (subscriptions_ == nullptr) return NothingDelivers();
  const auto subscribed = subscriptions_->Create(wish);
  if (!subscribed.ok()) return CreateError(subscribed.status());
  response->set_id(subscribed->id);
  if (!subscribed->secret.empty()) response->set_secret(subscribed->secret);
  FillTime(subscribed->expires, response->mutable_expires_at());
  return absl::OkStatus();
}

absl::Status Handlers::DeleteSubscription(
    const v1::DeleteSubscriptionRequest& request,
    v1::DeleteSubscriptionResponse* /*response*/) const {
  LF_RETURN_IF_ERROR(ValidateRequired("id", request.id()));
  if (subscriptions_ == nullptr) return NothingDelivers();
  return subscriptions_->Delete(request.id(), caller_.id);
}

absl::Status Handlers::ListSubscriptions(
    const v1::ListSubscriptionsRequest& /*request*/,
    v1::ListSubscriptionsResponse* response) const {
  if (subscriptions_ == nullptr) return NothingDelivers();
  std::optional<std::string> owner;
  if (!caller_.sees_all) owner = std::string(caller_.id);
  for (const deliver::Listed& listed : subscriptions_->List(owner)) {
    FillSubscription(listed, response->add_subscriptions());
  }
  return absl::OkStatus();
}

}  // namespace landfall::serve::api
