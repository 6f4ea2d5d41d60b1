#pragma once

#include <cstdint>
#include <limits>

namespace landfall::index {

// Microseconds since 1970. kNoTime: not known, "always existed".
using Micros = int64_t;
inline constexpr Micros kNoTime = std::numeric_limits<Micros>::min();
// Later than any time.
inline constexpr Micros kForever = std::numeric_limits<Micros>::max();

// Whole seconds since 1970, where an hour matters and room does. 0: not known.
using Seconds = uint32_t;

}  // namespace landfall::index
