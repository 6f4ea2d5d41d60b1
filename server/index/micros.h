#pragma once

#include <cstdint>
#include <limits>

namespace landfall::index {

// Microseconds since 1970. kNoTime: not known, "always existed".
using Micros = int64_t;
inline constexpr Micros kNoTime = std::numeric_limits<Micros>::min();
// Later than any time.
inline constexpr Micros kForever = std::numeric_limits<Micros>::max();

}  // namespace landfall::index
