#include "server/app/memory_keeper.h"

#include <malloc.h>

#include <algorithm>

#include "absl/time/time.h"
#include "server/serve/metrics/process_metrics.h"

namespace landfall::app {
namespace {

constexpr absl::Duration kRound = absl::Seconds(2);
// Giving back walks over what is free, so it has to be worth it.
constexpr size_t kGrowth = 64 << 20;

}  // namespace

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
    const size_t now = serve::metrics::ResidentBytes();
    after_last = std::min(after_last, now);
    if (now < after_last + kGrowth) continue;
    malloc_trim(0);
    after_last = serve::metrics::ResidentBytes();
  }
}

}  // namespace landfall::app
