#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace landfall::store::internal {

// Version of the layout of a store folder and of the keys in it.
// 1: Business Central customers by their system id alone. 2: ids begin with the
// legal entity; whoever opens the store moves the records.
inline constexpr int kStoreVersion = 2;

enum class FolderState {
  kNew,    // empty, or its very first start was interrupted: may be (re)made
  kReady,  // a complete store of this version
  // A complete store of an earlier version, which this program reads. Once it
  // is opened MarkReady makes it one of this version.
  kEarlier,
};

// Looks at `path` and makes it ready for opening: creates the folder and the
// marker of an unfinished store when there is nothing yet, and gives a folder
// that others may enter mode 0700. Errors
// as OpenRocksDbStore; a folder that is refused is not touched.
absl::StatusOr<FolderState> PrepareFolder(const std::string& path);

// Marks the store as complete; from now on a missing database is an error.
absl::Status MarkReady(const std::string& path);

// The folder of the database inside `path`.
std::string DatabaseFolder(const std::string& path);

// Replaces file `path`/`name` so that after a crash either the old or the new
// content is there. Durable when it returns.
absl::Status ReplaceFile(const std::string& path, const std::string& name,
                         const std::string& content);

// Content of a small file, or "" when it is not there or cannot be read.
std::string ReadSmallFile(const std::string& file);

// The error for a folder that has only parts of a store.
absl::Status HalfAStoreError(const std::string& path,
                             const std::string& missing);

}  // namespace landfall::store::internal
