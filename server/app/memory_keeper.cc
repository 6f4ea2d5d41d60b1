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

MemoryKeeper::MemoryKeeper() : task_(kRound, [this] { GiveBack(); }) {}

void MemoryKeeper::GiveBack() {
  const size_t now = serve::metrics::ResidentBytes();
  after_last_ = std::min(after_last_, now);
  if (now < after_last_ + kGrowth) return;
  malloc_trim(0);
  after_last_ = serve::metrics::ResidentBytes();
}

}  // namespace landfall::app
