#pragma once

#include <rocksdb/options.h>

#include <memory>
#include <string>

#include "server/store/internal/error_watch.h"
#include "server/store/internal/log_watch.h"
#include "server/store/internal/rocksdb_open.h"
#include "server/store/internal/store_folder.h"

namespace landfall::store::internal {

// The options of the database in store folder `path`, whose log ends as
// `log_end` says; `errors` listens to it.
rocksdb::Options MakeOptions(const std::string& path,
                             const RocksDbTuning& tuning, FolderState state,
                             LogWatch::End log_end,
                             std::shared_ptr<ErrorWatch> errors);

}  // namespace landfall::store::internal
