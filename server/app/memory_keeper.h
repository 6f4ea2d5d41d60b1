#pragma once

#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace landfall::app {

// Gives memory that is free back to the system. The C library keeps what a
// burst took: a flood of calls that lasted a second would be seen in the
// process' size for ever. Thread-safe.
class MemoryKeeper {
 public:
  MemoryKeeper();
  ~MemoryKeeper();

 private:
  void Watch();

  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace landfall::app
