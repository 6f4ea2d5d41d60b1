// Subscriptions and deliveries of a batch -> keys and bytes, and back. Entry
// points: WriteOutbox and the parsers.
#include "server/store/internal/rocksdb_outbox.h"

#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/store/internal/rocksdb_events.h"
#include "server/store/internal/rocksdb_keys.h"
#include "server/store/internal/rocksdb_status.h"
#include "server/store/subscription_codec.h"

namespace landfall::store::internal {
namespace {

template <typename T>
absl::StatusOr<T> OrDamaged(absl::StatusOr<T> value, const std::string& path) {
  if (value.ok()) return value;
  return DamagedError(path, std::string(value.status().message()));
}

// The cursor comes last, because it alone is of one length.
std::string DeliveryKeyBytes(const DeliveryKey& key) {
  return absl::StrCat(NamedKey(kDeliveryPrefix, key.subscription),
                      CursorBytes(key.event));
}

}  // namespace

absl::StatusOr<Subscription> ParseSubscription(const rocksdb::Slice& bytes,
                                               const std::string& path) {
  return OrDamaged(DecodeSubscription(ToView(bytes)), path);
}

absl::StatusOr<Delivery> ParseDelivery(const rocksdb::Slice& bytes,
                                       const std::string& path) {
  return OrDamaged(DecodeDelivery(ToView(bytes)), path);
}

absl::StatusOr<DeliveryKey> ParseDeliveryKey(const rocksdb::Slice& key,
                                             const std::string& path) {
  static const size_t kCursorSize = CursorBytes(EventCursor()).size();
  const absl::string_view rest = ToView(key).substr(1);
  if (rest.size() < kCursorSize) {
    return DamagedError(path, "a key of wrong length");
  }
  const size_t id_size = rest.size() - kCursorSize;
  DeliveryKey parsed;
  parsed.subscription = std::string(rest.substr(0, id_size));
  LF_ASSIGN_OR_RETURN(parsed.event, ParseCursor(rest.substr(id_size), path));
  return parsed;
}

void WriteOutbox(const StoreBatch& batch, rocksdb::WriteBatch* writes) {
  for (const auto& [id, subscription] : batch.subscriptions) {
    const std::string key = NamedKey(kSubscriptionPrefix, id);
    if (subscription) {
      writes->Put(key, EncodeSubscription(*subscription));
    } else {
      writes->Delete(key);
    }
  }
  for (const auto& [key, delivery] : batch.deliveries) {
    if (delivery) {
      writes->Put(DeliveryKeyBytes(key), EncodeDelivery(*delivery));
    } else {
      writes->Delete(DeliveryKeyBytes(key));
    }
  }
  if (batch.dispatched_through) {
    writes->Put(ToSlice(kDispatchedKey),
                CursorBytes(*batch.dispatched_through));
  }
}

}  // namespace landfall::store::internal
