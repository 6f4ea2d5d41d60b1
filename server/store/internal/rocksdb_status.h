#pragma once

#include <rocksdb/status.h>

#include <string>

#include "absl/status/status.h"

namespace landfall::store::internal {

// What an error of RocksDB while opening folder `path` means to the person who
// has to act: names the folder and the way out. REQUIRES: !status.ok().
absl::Status OpenError(const rocksdb::Status& status, const std::string& path);

// The same for an error while writing to an open store.
absl::Status WriteError(const rocksdb::Status& status, const std::string& path);

// The same for an error while reading from an open store.
absl::Status ReadError(const rocksdb::Status& status, const std::string& path);

// The error for a damaged file; `detail` says which and how.
absl::Status DamagedError(const std::string& path, const std::string& detail);

// The error for a folder that this process may not write.
absl::Status NotWritableError(const std::string& path,
                              const std::string& detail);

// The error for a full disk.
absl::Status DiskFullError(const std::string& path);

}  // namespace landfall::store::internal
