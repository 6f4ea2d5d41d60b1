#pragma once

#include <rocksdb/listener.h>

#include <string>

#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"

namespace landfall::store::internal {

// Remembers how long RocksDB's MANIFEST was after each change. RocksDB takes a
// MANIFEST that lost its end for a shorter history and then deletes the data
// files that history does not know, so the loss must be seen before it opens
// the folder. Thread-safe.
class ManifestWatch : public rocksdb::EventListener {
 public:
  explicit ManifestWatch(std::string path) : path_(std::move(path)) {}

  // DATA_LOSS when the current MANIFEST is shorter than it once was.
  static absl::Status Check(const std::string& path);

  // Notes the present length. A failure is no harm: the check is only weaker
  // until the next note.
  void Note();

  void OnFlushCompleted(rocksdb::DB* /*db*/,
                        const rocksdb::FlushJobInfo& /*info*/) override {
    Note();
  }
  void OnCompactionCompleted(
      rocksdb::DB* /*db*/,
      const rocksdb::CompactionJobInfo& /*info*/) override {
    Note();
  }

 private:
  const std::string path_;
  absl::Mutex mutex_;  // one note at a time, in the order of the lengths
};

}  // namespace landfall::store::internal
