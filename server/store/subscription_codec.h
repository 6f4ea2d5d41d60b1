#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/store/subscription.h"

namespace landfall::store {

// The stored bytes of subscriptions and deliveries, as those of a record. Pure.
std::string EncodeSubscription(const Subscription& subscription);
std::string EncodeDelivery(const Delivery& delivery);

// DATA_LOSS when the bytes are truncated, have trailing rest, or carry a
// version this program does not know. Never reads outside `bytes`.
absl::StatusOr<Subscription> DecodeSubscription(absl::string_view bytes);
absl::StatusOr<Delivery> DecodeDelivery(absl::string_view bytes);

}  // namespace landfall::store
