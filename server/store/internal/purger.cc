// Files with erased records -> files without. Entry point: Purge.
//
// RocksDB writes an erasure beside the erased record and merges the two when it
// next happens to rewrite the files of both. A purge makes it rewrite all files
// at once. What makes it certain is not the rewriting but the look afterwards:
// every file that was there when the purge began must be gone from the disk.
// Whatever keeps one (a long scan reads the old files to its end) is waited
// for by calling again.
//
// The new files are clean unless a view from before the erasure was in use when
// their writing began. So no purge begins as long as there is such a view, and
// it waits for the compactions that began while there was one.
//
// Rewriting only the files around the erased keys saves nothing: ids are
// hashes, so the file with the erasures of one person overlaps every other.
#include "server/store/internal/purger.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/store/internal/rocksdb_status.h"
#include "server/store/internal/store_folder.h"

namespace landfall::store::internal {
namespace {

namespace fs = std::filesystem;

// RocksDB rewrites a large store in steps and deletes the old files after each.
constexpr uint64_t kMostSpace = uint64_t{4} << 30;

bool Exists(const std::string& file) {
  std::error_code error;
  // A file about which nothing can be learnt may be there.
  return fs::exists(file, error) || error;
}

}  // namespace

absl::StatusOr<Purged> Purger::Purge(Revision through,
                                     absl::FunctionRef<absl::Status()> touch,
                                     std::atomic<bool>& cancelled) {
  absl::MutexLock lock(&mutex_);
  if (through > rewritten_) {
    if (views_.Oldest() < through) return Purged::kInUse;
    LF_RETURN_IF_ERROR(Rewrite(touch, cancelled));
  }
  if (replaced_.empty()) return Purged::kDone;
  LF_RETURN_IF_ERROR(DeleteObsolete());
  for (auto it = replaced_.begin(); it != replaced_.end();) {
    it = Exists(*it) ? std::next(it) : replaced_.erase(it);
  }
  return replaced_.empty() ? Purged::kDone : Purged::kInUse;
}

absl::Status Purger::Rewrite(absl::FunctionRef<absl::Status()> touch,
                             std::atomic<bool>& cancelled) {
  LF_RETURN_IF_ERROR(CheckSpace());
  const Revision clean = views_.Oldest();
  LF_RETURN_IF_ERROR(AwaitRunning());
  // A log ends only together with a memory table that holds something.
  LF_RETURN_IF_ERROR(touch());
  const std::set<std::string> before = DataFiles();
  rocksdb::Status status = db_.Flush(rocksdb::FlushOptions());
  if (!status.ok()) return WriteError(status, path_);
  rocksdb::CompactRangeOptions options;
  options.bottommost_level_compaction =
      rocksdb::BottommostLevelCompaction::kForceOptimized;
  // Compactions that commits need go on meanwhile.
  options.exclusive_manual_compaction = false;
  options.canceled = &cancelled;
  status = db_.CompactRange(options, nullptr, nullptr);
  if (cancelled) return absl::CancelledError("the purge was cancelled");
  if (!status.ok()) return WriteError(status, path_);
  replaced_ = before;
  rewritten_ = clean;
  return absl::OkStatus();
}

// A rewriting that runs into the end of the disk takes the last space from the
// commits beside it.
absl::Status Purger::CheckSpace() const {
  uint64_t tables = 0;
  uint64_t unflushed = 0;
  db_.GetIntProperty(rocksdb::DB::Properties::kLiveSstFilesSize, &tables);
  db_.GetIntProperty(rocksdb::DB::Properties::kCurSizeAllMemTables, &unflushed);
  const uint64_t needed = std::min(tables + unflushed, kMostSpace);
  uint64_t free = 0;
  const rocksdb::Status status = db_.GetEnv()->GetFreeSpace(path_, &free);
  if (!status.ok() || free >= needed) return absl::OkStatus();
  return absl::ResourceExhaustedError(
      absl::StrCat("the disk of store folder ", path_, " has ", free >> 20,
                   " MiB left, and rewriting its files takes ",
                   (needed >> 20) + 1, " MiB: free some space"));
}

absl::Status Purger::AwaitRunning() {
  uint64_t compactions = 0;
  uint64_t flushes = 0;
  db_.GetIntProperty(rocksdb::DB::Properties::kNumRunningCompactions,
                     &compactions);
  db_.GetIntProperty(rocksdb::DB::Properties::kNumRunningFlushes, &flushes);
  if (compactions + flushes == 0) return absl::OkStatus();
  rocksdb::Status status = db_.PauseBackgroundWork();
  if (status.ok()) status = db_.ContinueBackgroundWork();
  return status.ok() ? absl::OkStatus() : WriteError(status, path_);
}

absl::Status Purger::DeleteObsolete() {
  // Allowing deletions looks for everything that may be deleted, and listing
  // the logs waits for deletions that are still under way.
  rocksdb::Status status = db_.DisableFileDeletions();
  if (status.ok()) status = db_.EnableFileDeletions(/*force=*/false);
  rocksdb::VectorLogPtr logs;
  if (status.ok()) status = db_.GetSortedWalFiles(logs);
  return status.ok() ? absl::OkStatus() : WriteError(status, path_);
}

std::set<std::string> Purger::DataFiles() const {
  std::set<std::string> files;
  std::error_code error;
  fs::directory_iterator it(DatabaseFolder(path_), error);
  for (; !error && it != fs::directory_iterator(); it.increment(error)) {
    const std::string extension = it->path().extension().string();
    if (extension == ".sst" || extension == ".log") {
      files.insert(it->path().string());
    }
  }
  return files;
}

}  // namespace landfall::store::internal
