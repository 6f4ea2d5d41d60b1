#pragma once

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <atomic>
#include <memory>

namespace landfall::testing {

// A file system of RocksDB whose disk can be made full and emptied again.
// Thread-safe.
class FullDisk : public rocksdb::FileSystemWrapper {
 public:
  FullDisk() : rocksdb::FileSystemWrapper(rocksdb::FileSystem::Default()) {}

  const char* Name() const override { return "FullDisk"; }

  void set_full(bool full) { full_ = full; }

  rocksdb::IOStatus NewWritableFile(
      const std::string& name, const rocksdb::FileOptions& options,
      std::unique_ptr<rocksdb::FSWritableFile>* result,
      rocksdb::IODebugContext* context) override {
    if (full_) return Full();
    const rocksdb::IOStatus status =
        target()->NewWritableFile(name, options, result, context);
    if (status.ok()) {
      *result = std::make_unique<File>(std::move(*result), full_);
    }
    return status;
  }

 private:
  static rocksdb::IOStatus Full() {
    return rocksdb::IOStatus::NoSpace("No space left on device");
  }

  class File : public rocksdb::FSWritableFileOwnerWrapper {
   public:
    File(std::unique_ptr<rocksdb::FSWritableFile> file,
         const std::atomic<bool>& full)
        : rocksdb::FSWritableFileOwnerWrapper(std::move(file)), full_(full) {}

    rocksdb::IOStatus Append(const rocksdb::Slice& data,
                             const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* context) override {
      if (full_) return AppendHalf(data, options, context);
      return target()->Append(data, options, context);
    }
    rocksdb::IOStatus Append(const rocksdb::Slice& data,
                             const rocksdb::IOOptions& options,
                             const rocksdb::DataVerificationInfo& info,
                             rocksdb::IODebugContext* context) override {
      if (full_) return AppendHalf(data, options, context);
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
  };

  std::atomic<bool> full_{false};
};

}  // namespace landfall::testing
