#pragma once

namespace landfall::base {

// 10^exponent. REQUIRES: 0 <= exponent <= 38, beyond which it has no room.
constexpr __int128 PowerOfTen(int exponent) {
  __int128 result = 1;
  for (int i = 0; i < exponent; ++i) result *= 10;
  return result;
}

}  // namespace landfall::base
