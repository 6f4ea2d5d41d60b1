#pragma once

#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/store/store_batch.h"

// The log of events and the members of cards as keys and bytes of RocksDB.

namespace landfall::store::internal {

std::string CursorBytes(EventCursor cursor);
std::string EventKey(EventCursor cursor);
std::string MemberKeyBytes(const MemberKey& key);

// DATA_LOSS when the bytes are none of ours; `path` is the folder.
absl::StatusOr<EventCursor> ParseCursor(absl::string_view bytes,
                                        const std::string& path);
absl::StatusOr<EventCursor> ParseEventKey(const rocksdb::Slice& key,
                                          const std::string& path);
absl::StatusOr<LoggedEvent> ParseEvent(const rocksdb::Slice& bytes,
                                       const std::string& path);
absl::StatusOr<MemberKey> ParseMemberKey(const rocksdb::Slice& key,
                                         const std::string& path);

// Adds what `batch` does to the log and to the members to `writes`, as commit
// `revision`. Nobody else may write meanwhile. DATA_LOSS or UNAVAILABLE when
// what is there cannot be read.
absl::Status WriteEvents(rocksdb::DB& db, const std::string& path,
                         const StoreBatch& batch, Revision revision,
                         rocksdb::WriteBatch* writes);

}  // namespace landfall::store::internal
