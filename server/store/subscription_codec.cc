// Subscriptions and deliveries -> stored bytes, and back. Entry points: the
// Encode and Decode functions.
#include "server/store/subscription_codec.h"

#include "server/base/status_macros.h"
#include "server/store/internal/byte_decoder.h"
#include "server/store/internal/byte_encoder.h"
#include "server/store/internal/codec_version.h"

namespace landfall::store {
namespace {

// The members of every struct, in stored order.
struct SubscriptionShapes {
  template <typename Coder, typename T>
  static void Walk(Coder& code, T& value) {
    using Shape = std::remove_const_t<T>;
    if constexpr (std::is_same_v<Shape, Subscription>) {
      auto& [owner, url, host, secret, filter, after, created, expires, end,
             ended, last_delivery, failing_since, last_error, failures,
             delivered, set_aside, newest_set_aside] = value;
      code(owner, url, host, secret, filter, after, created, expires, end,
           ended, last_delivery, failing_since, last_error, failures, delivered,
           set_aside, newest_set_aside);
    } else if constexpr (std::is_same_v<Shape, SubscriptionFilter>) {
      auto& [events, because, card, entity, source, channel, reason,
             min_blocked_value, min_age_minutes] = value;
      code(events, because, card, entity, source, channel, reason,
           min_blocked_value, min_age_minutes);
    } else if constexpr (std::is_same_v<Shape, SetAside>) {
      auto& [event, at, attempts, error] = value;
      code(event, at, attempts, error);
    } else if constexpr (std::is_same_v<Shape, EventCursor>) {
      auto& [revision, position] = value;
      code(revision, position);
    } else {
      static_assert(std::is_same_v<Shape, Delivery>);
      auto& [attempts, created, due] = value;
      code(attempts, created, due);
    }
  }
};

template <typename T>
std::string Encode(const T& value) {
  internal::Encoder<SubscriptionShapes> encoder;
  encoder.PutByte(internal::kCodecVersion);
  encoder(value);
  return std::move(encoder).Take();
}

template <typename T>
absl::StatusOr<T> Decode(absl::string_view what, absl::string_view bytes) {
  internal::Decoder<SubscriptionShapes> decoder(bytes);
  LF_RETURN_IF_ERROR(internal::CheckVersion(decoder, what));
  T value;
  decoder(value);
  LF_RETURN_IF_ERROR(internal::CheckEnd(decoder, what, bytes.size()));
  return value;
}

}  // namespace

std::string EncodeSubscription(const Subscription& subscription) {
  return Encode(subscription);
}

std::string EncodeDelivery(const Delivery& delivery) {
  return Encode(delivery);
}

absl::StatusOr<Subscription> DecodeSubscription(absl::string_view bytes) {
  return Decode<Subscription>("subscription", bytes);
}

absl::StatusOr<Delivery> DecodeDelivery(absl::string_view bytes) {
  return Decode<Delivery>("delivery", bytes);
}

}  // namespace landfall::store
