#include "server/base/yield_to_others.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace landfall::base {

void YieldToOthers() {
  constexpr int kNiceness = 5;
  // A thread has a niceness of its own on Linux. One that keeps that of the
  // process only yields less.
  const auto thread = static_cast<id_t>(syscall(SYS_gettid));
  (void)setpriority(PRIO_PROCESS, thread, kNiceness);
}

}  // namespace landfall::base
