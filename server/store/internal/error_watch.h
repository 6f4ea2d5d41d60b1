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
  // True once after each error. Asked before a resume, not after it, so that an
  // error that comes in the meantime is not forgotten.
  bool TakeError() { return must_resume_.exchange(false); }
  // There is an error that RocksDB may not have told of.
  void NoteError() { must_resume_ = true; }

  void OnBackgroundError(rocksdb::BackgroundErrorReason /*reason*/,
                         rocksdb::Status* /*error*/) override {
    NoteError();
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
