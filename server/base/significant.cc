// Rates -> what they are together, to so many digits. Entry points:
// SignificantQuotient and SignificantProduct.
#include "server/base/significant.h"

#include "server/base/power_of_ten.h"

namespace landfall::base {
namespace {

constexpr __int128 kLeast = PowerOfTen(kWorkingDigits - 1);
constexpr __int128 kEnd = PowerOfTen(kWorkingDigits);
// A result has no more places before or behind the point.
constexpr int kMostPlaces = 18;

// numerator / divisor, rounded half to even.
__int128 Divided(__int128 numerator, __int128 divisor) {
  const __int128 quotient = numerator / divisor;
  const __int128 rest = numerator % divisor;
  const __int128 missing = divisor - rest;
  const bool up = rest > missing || (rest == missing && quotient % 2 != 0);
  return quotient + (up ? 1 : 0);
}

// numerator / divisor × 10^-scale.
std::optional<Decimal> Significant(__int128 numerator, __int128 divisor,
                                   int scale) {
  // Neither has more than 36 digits when this begins, and one of the two has
  // far fewer: there is room.
  for (; numerator / divisor < kLeast; ++scale) numerator *= 10;
  for (; numerator / divisor >= kEnd; --scale) divisor *= 10;
  __int128 mantissa = Divided(numerator, divisor);
  // What was rounded up may have a digit more.
  for (; mantissa >= kEnd; --scale) mantissa /= 10;
  if (scale < 0 || scale > kMostPlaces + kWorkingDigits - 1) {
    return std::nullopt;
  }
  return Decimal(mantissa, scale).Shortest();
}

}  // namespace

std::optional<Decimal> SignificantQuotient(const Decimal& a, const Decimal& b) {
  return Significant(a.mantissa(), b.mantissa(), a.scale() - b.scale());
}

std::optional<Decimal> SignificantProduct(const Decimal& a, const Decimal& b) {
  return Significant(a.mantissa() * b.mantissa(), 1, a.scale() + b.scale());
}

Decimal RoundSignificant(const Decimal& value, int digits) {
  int has = 0;
  for (__int128 rest = value.mantissa(); rest != 0; rest /= 10) ++has;
  if (has <= digits) return value;
  const int gone = has - digits;
  const __int128 mantissa = Divided(value.mantissa(), PowerOfTen(gone));
  if (gone <= value.scale()) {
    return Decimal(mantissa, value.scale() - gone).Shortest();
  }
  return Decimal(mantissa * PowerOfTen(gone - value.scale()), 0);
}

}  // namespace landfall::base
