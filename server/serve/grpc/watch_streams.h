#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "server/base/periodic_task.h"
#include "server/watch/log_growth.h"

namespace landfall::serve::grpc {

// Streams of WatchCard have no end of their own, so there are few.
struct WatchStreamLimits {
  int per_caller = 100;
  int together = 1000;
};

// A stream that reads on in the log of events.
class LogReader {
 public:
  virtual ~LogReader() = default;
  // Reads on if it has nothing left to send; `growth` changes whenever the log
  // has grown. Called on one thread only. True when there is more to read at
  // once.
  virtual bool ReadOn(int64_t growth) = 0;
  // The server stops. Called once at most, on any thread.
  virtual void EndForStop() = 0;
};

// Reads the log of events for all streams of WatchCard, on one thread: it
// sleeps until the log grows, a stream has sent what it had, or a checkpoint
// may be due. Each stream has its turn with a bounded piece, so none keeps the
// others waiting. Thread-safe.
class WatchStreams {
 public:
  // Without `growth`, which must outlive this, it looks every second.
  WatchStreams(watch::LogGrowth* growth, const WatchStreamLimits& limits);

  // `reader` must be removed before its call is done. RESOURCE_EXHAUSTED: this
  // caller has, or all have, too many streams; UNAVAILABLE: the server stops.
  absl::Status Add(std::shared_ptr<LogReader> reader, const std::string& caller)
      ABSL_LOCKS_EXCLUDED(mutex_);
  // Whom Add did not take is passed over.
  void Remove(const LogReader* reader) ABSL_LOCKS_EXCLUDED(mutex_);

  // A stream has sent what it had.
  void WakeUp() { task_.WakeUp(); }
  // Ends all and lets none in any more, so that they do not hold up the end of
  // the server.
  void EndAll() ABSL_LOCKS_EXCLUDED(mutex_);

  int open() const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Open {
    std::shared_ptr<LogReader> reader;
    std::string caller;
  };

  void Round() ABSL_LOCKS_EXCLUDED(mutex_);

  const WatchStreamLimits limits_;
  std::atomic<int64_t> growth_{0};
  mutable absl::Mutex mutex_;  // never held while anybody reads
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  absl::flat_hash_map<const LogReader*, Open> open_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<std::string, int> of_caller_ ABSL_GUARDED_BY(mutex_);
  base::PeriodicTask task_;
  std::unique_ptr<watch::LogGrowth::Listening> listening_;  // ends first
};

}  // namespace landfall::serve::grpc
