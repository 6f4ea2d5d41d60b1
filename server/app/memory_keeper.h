#pragma once

#include <cstddef>

#include "server/base/periodic_task.h"

namespace landfall::app {

// Gives memory that is free back to the system. The C library keeps what a
// burst took: a flood of calls that lasted a second would be seen in the
// process' size for ever. Thread-safe.
class MemoryKeeper {
 public:
  MemoryKeeper();

 private:
  void GiveBack();

  size_t after_last_ = 0;  // what the process then took; the task's
  base::PeriodicTask task_;
};

}  // namespace landfall::app
