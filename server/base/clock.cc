#include "server/base/clock.h"

#include "absl/time/clock.h"

namespace landfall::base {

absl::Time SystemClock::Now() const { return absl::Now(); }

}  // namespace landfall::base
