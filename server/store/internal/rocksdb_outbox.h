#pragma once

#include <rocksdb/slice.h>
#include <rocksdb/write_batch.h>

#include <string>

#include "absl/status/statusor.h"
#include "server/store/store_batch.h"

// Subscriptions and deliveries as keys and bytes of RocksDB.

namespace landfall::store::internal {

// DATA_LOSS when the bytes are none of ours; `path` is the folder.
absl::StatusOr<Subscription> ParseSubscription(const rocksdb::Slice& bytes,
                                               const std::string& path);
absl::StatusOr<Delivery> ParseDelivery(const rocksdb::Slice& bytes,
                                       const std::string& path);
absl::StatusOr<DeliveryKey> ParseDeliveryKey(const rocksdb::Slice& key,
                                             const std::string& path);

// Adds what `batch` does to subscriptions and deliveries to `writes`.
void WriteOutbox(const StoreBatch& batch, rocksdb::WriteBatch* writes);

}  // namespace landfall::store::internal
