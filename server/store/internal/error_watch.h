#pragma once

#include <rocksdb/listener.h>

#include <atomic>

namespace landfall::store::internal {

// Knows whether RocksDB refuses writes because one failed, or a flush or a
// compaction did, until DB::Resume is called.
//
// RocksDB 7.8 can resume by itself when a full disk has space again, in a
// thread that looks every 5 s. That thread can end while RocksDB still counts
// on it: every write is then refused until the next start. So it is switched
// off, and the store resumes before its next write. Thread-safe.
class ErrorWatch : public rocksdb::EventListener {
 public:
  bool must_resume() const { return must_resume_; }
  void Clear() { must_resume_ = false; }

  void OnBackgroundError(rocksdb::BackgroundErrorReason /*reason*/,
                         rocksdb::Status* /*error*/) override {
    must_resume_ = true;
  }
  void OnErrorRecoveryBegin(rocksdb::BackgroundErrorReason /*reason*/,
                            rocksdb::Status /*error*/,
                            bool* auto_recovery) override {
    *auto_recovery = false;
  }

 private:
  std::atomic<bool> must_resume_{false};
};

}  // namespace landfall::store::internal
