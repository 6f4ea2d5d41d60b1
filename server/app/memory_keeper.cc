#include "server/app/memory_keeper.h"

#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "absl/time/time.h"

namespace landfall::app {
namespace {

constexpr absl::Duration kRound = absl::Seconds(2);
// Giving back walks over what is free, so it has to be worth it.
constexpr size_t kGrowth = 64 << 20;

}  // namespace

size_t ResidentBytes() {
  std::ifstream statm("/proc/self/statm");
  size_t total = 0;
  size_t resident = 0;
  if (!(statm >> total >> resident)) return 0;
  return resident * static_cast<size_t>(sysconf(_SC_PAGESIZE));
}

MemoryKeeper::MemoryKeeper() : thread_([this] { Watch(); }) {}

MemoryKeeper::~MemoryKeeper() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  thread_.join();
}

void MemoryKeeper::Watch() {
  size_t after_last = 0;
  while (true) {
    {
      absl::MutexLock lock(&mutex_);
      if (mutex_.AwaitWithTimeout(absl::Condition(&stopping_), kRound)) return;
    }
    const size_t now = ResidentBytes();
    after_last = std::min(after_last, now);
    if (now < after_last + kGrowth) continue;
    malloc_trim(0);
    after_last = ResidentBytes();
  }
}

}  // namespace landfall::app
