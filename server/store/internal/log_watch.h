#pragma once

#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"

namespace rocksdb {
class DB;
}  // namespace rocksdb

namespace landfall::store::internal {

// Remembers how far the write-ahead log was acknowledged. RocksDB takes a log
// that lost its end, or whose last record no longer says how long it is, for
// one that a kill cut short, and opens without a word; what it then drops had
// been acknowledged. Thread-safe.
class LogWatch {
 public:
  // What the end of the log must be like.
  enum class End {
    kMayBeTorn,  // a write may have been under way, or nothing is known
    kWhole,      // exactly what was acknowledged is there: all of it is good
  };

  // Before RocksDB opens the folder. DATA_LOSS when the log is shorter than
  // what was acknowledged.
  static absl::StatusOr<End> Check(const std::string& path);
  // After it: DATA_LOSS when it does not know the last acknowledged change.
  static absl::Status CheckOpened(const std::string& path, rocksdb::DB& db);

  explicit LogWatch(std::string path) : path_(std::move(path)) {}
  ~LogWatch();
  LogWatch(const LogWatch&) = delete;
  LogWatch& operator=(const LogWatch&) = delete;

  // Notes that everything in the log so far is durable and acknowledged. Costs
  // no sync: after a loss of power the note may be older, which only makes the
  // check weaker. A failure is no harm either.
  void Note(rocksdb::DB& db);

 private:
  const std::string path_;
  absl::Mutex mutex_;
  int file_ ABSL_GUARDED_BY(mutex_) = -1;
};

}  // namespace landfall::store::internal
