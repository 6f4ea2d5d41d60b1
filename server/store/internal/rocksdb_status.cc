// rocksdb::Status -> absl::Status with the folder and the way out. RocksDB
// tells a lock and a permission problem apart only by the text of the message.
#include "server/store/internal/rocksdb_status.h"

#include <cerrno>
#include <cstring>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace landfall::store::internal {
namespace {

bool IsDiskFull(const rocksdb::Status& status) {
  return status.IsNoSpace() ||
         (status.IsIOError() &&
          absl::StrContains(status.ToString(), std::strerror(EDQUOT)));
}

bool IsNotWritable(const std::string& text) {
  return absl::StrContains(text, std::strerror(EACCES)) ||
         absl::StrContains(text, std::strerror(EROFS)) ||
         absl::StrContains(text, std::strerror(EPERM));
}

bool IsLocked(const std::string& text) {
  return absl::StrContains(text, "lock file") ||
         absl::StrContains(text, "lock hold");
}

}  // namespace

absl::Status DamagedError(const std::string& path, const std::string& detail) {
  return absl::DataLossError(absl::StrCat(
      "store folder ", path, " is damaged (", detail,
      "): restore the whole folder from a backup, or move it away, start with "
      "an empty one and sync or import the sources again"));
}

absl::Status NotWritableError(const std::string& path,
                              const std::string& detail) {
  return absl::PermissionDeniedError(absl::StrCat(
      "store folder ", path, " cannot be written (", detail,
      "): give the user that runs the server read and write permission for it, "
      "or choose another folder with store.path"));
}

absl::Status DiskFullError(const std::string& path) {
  return absl::ResourceExhaustedError(absl::StrCat(
      "the disk of store folder ", path,
      " is full: free some space; writing goes on by itself then"));
}

absl::Status OpenError(const rocksdb::Status& status, const std::string& path) {
  const std::string text = status.ToString();
  if (IsDiskFull(status)) return DiskFullError(path);
  if (status.IsIOError() && IsNotWritable(text)) {
    return NotWritableError(path, text);
  }
  if (status.IsIOError() && IsLocked(text)) {
    return absl::FailedPreconditionError(absl::StrCat(
        "store folder ", path,
        " is in use by another running server: stop that one, or choose "
        "another folder with store.path"));
  }
  if (status.IsCorruption() || status.IsPathNotFound() || status.IsNotFound() ||
      status.IsInvalidArgument()) {
    return DamagedError(path, text);
  }
  return absl::UnavailableError(
      absl::StrCat("store folder ", path, " cannot be opened (", text,
                   "): check the disk, then start the server again"));
}

absl::Status WriteError(const rocksdb::Status& status,
                        const std::string& path) {
  // RocksDB takes no more writes after a fatal error, whatever its cause.
  if (IsDiskFull(status) &&
      status.severity() < rocksdb::Status::Severity::kFatalError) {
    return DiskFullError(path);
  }
  if (status.IsCorruption()) return DamagedError(path, status.ToString());
  return absl::UnavailableError(absl::StrCat(
      "store folder ", path, " takes no writes (", status.ToString(),
      "): check the disk and the permissions "
      "of the folder, then restart the server if it does not "
      "recover"));
}

absl::Status ReadError(const rocksdb::Status& status, const std::string& path) {
  if (status.IsCorruption() || status.IsPathNotFound()) {
    return DamagedError(path, status.ToString());
  }
  return absl::UnavailableError(
      absl::StrCat("store folder ", path, " cannot be read (",
                   status.ToString(), "): check the disk"));
}

}  // namespace landfall::store::internal
