#pragma once

#include <rocksdb/env.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "server/store/record_store.h"

namespace landfall::store::internal {

// What OpenRocksDbStore fixes and tests vary.
struct RocksDbTuning {
  rocksdb::Env* env = rocksdb::Env::Default();  // must outlive the store
  size_t write_buffer_bytes = size_t{64} << 20;
  size_t block_cache_bytes = size_t{64} << 20;
};

// OpenRocksDbStore with other settings.
absl::StatusOr<std::unique_ptr<RecordStore>> OpenRocksDbStoreTuned(
    const std::string& path, const RocksDbTuning& tuning);

}  // namespace landfall::store::internal
