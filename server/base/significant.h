#pragma once

#include <optional>

#include "server/base/decimal.h"

namespace landfall::base {

// Numbers that are kept to so many significant digits, whatever their size:
// what comes of dividing exchange rates has no end. All of this is pure; ties
// are rounded half to even.

// Digits that a calculation goes on with: two such numbers have room for their
// product.
inline constexpr int kWorkingDigits = 18;

// a / b, or a × b, to kWorkingDigits. nullopt: the result is below 10^-18 or
// not below 10^18. REQUIRES: both are above 0 and have at most kWorkingDigits.
std::optional<Decimal> SignificantQuotient(const Decimal& a, const Decimal& b);
std::optional<Decimal> SignificantProduct(const Decimal& a, const Decimal& b);

// The number to so many significant digits. REQUIRES: it is not negative, and
// has no more than kWorkingDigits; digits > 0.
Decimal RoundSignificant(const Decimal& value, int digits);

}  // namespace landfall::base
