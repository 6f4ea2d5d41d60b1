#pragma once

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/strings/match.h"

namespace landfall::testing {

// A file system of RocksDB whose disk can be made full and emptied again.
// Thread-safe.
class FullDisk : public rocksdb::FileSystemWrapper {
 public:
  FullDisk() : rocksdb::FileSystemWrapper(rocksdb::FileSystem::Default()) {}

  const char* Name() const override { return "FullDisk"; }

  void set_full(bool full) { full_ = full; }
  // The small writes of the log still fit, data files do not.
  void set_full_for_tables(bool full) { full_for_tables_ = full; }
  // What the disk says of itself; what is written is not counted.
  void set_free_space(uint64_t bytes) { free_space_ = bytes; }

  rocksdb::IOStatus NewWritableFile(
      const std::string& name, const rocksdb::FileOptions& options,
      std::unique_ptr<rocksdb::FSWritableFile>* result,
      rocksdb::IODebugContext* context) override {
    const bool table = absl::EndsWith(name, ".sst");
    if (full_) return Full();
    const rocksdb::IOStatus status =
        target()->NewWritableFile(name, options, result, context);
    if (status.ok()) {
      *result = std::make_unique<File>(std::move(*result),
                                       table ? full_for_tables_ : full_, full_);
    }
    return status;
  }

  rocksdb::IOStatus GetFreeSpace(
      const std::string& /*path*/, const rocksdb::IOOptions& /*options*/,
      uint64_t* bytes, rocksdb::IODebugContext* /*context*/) override {
    *bytes = free_space_;
    return rocksdb::IOStatus::OK();
  }

 private:
  static rocksdb::IOStatus Full() {
    return rocksdb::IOStatus::NoSpace("No space left on device");
  }

  class File : public rocksdb::FSWritableFileOwnerWrapper {
   public:
    // Takes nothing as long as one of the two is true.
    File(std::unique_ptr<rocksdb::FSWritableFile> file,
         const std::atomic<bool>& full, const std::atomic<bool>& also)
        : rocksdb::FSWritableFileOwnerWrapper(std::move(file)),
          full_(full),
          also_(also) {}

    rocksdb::IOStatus Append(const rocksdb::Slice& data,
                             const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* context) override {
      if (full_ || also_) return AppendHalf(data, options, context);
      return target()->Append(data, options, context);
    }
    rocksdb::IOStatus Append(const rocksdb::Slice& data,
                             const rocksdb::IOOptions& options,
                             const rocksdb::DataVerificationInfo& info,
                             rocksdb::IODebugContext* context) override {
      if (full_ || also_) return AppendHalf(data, options, context);
      return target()->Append(data, options, info, context);
    }

   private:
    // A disk that becomes full takes the first part of a write.
    rocksdb::IOStatus AppendHalf(const rocksdb::Slice& data,
                                 const rocksdb::IOOptions& options,
                                 rocksdb::IODebugContext* context) {
      const rocksdb::Slice half(data.data(), data.size() / 2);
      target()->Append(half, options, context).PermitUncheckedError();
      return Full();
    }

    const std::atomic<bool>& full_;
    const std::atomic<bool>& also_;
  };

  std::atomic<bool> full_{false};
  std::atomic<bool> full_for_tables_{false};
  std::atomic<uint64_t> free_space_{~uint64_t{0}};
};

}  // namespace landfall::testing
