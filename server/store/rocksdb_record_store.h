#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "server/store/record_store.h"

namespace landfall::store {

// Opens the embedded store in folder `path`; a missing or empty folder becomes
// a new store, readable by its owner only. Every Commit is on disk when it
// returns. The folder belongs to one process at a time.
//
// Every error names the folder and what to do. FAILED_PRECONDITION: the folder
// holds something else, half a store, a store of a newer version, or is in use;
// PERMISSION_DENIED: it cannot be written; RESOURCE_EXHAUSTED: disk full;
// DATA_LOSS: a file in it is damaged. Nothing is changed then.
//
// After RESOURCE_EXHAUSTED from Commit, writing works again as soon as there is
// space, without a restart.
absl::StatusOr<std::unique_ptr<RecordStore>> OpenRocksDbStore(
    const std::string& path);

}  // namespace landfall::store
