#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace landfall::base {

// An exact decimal number: mantissa × 10^-scale. Money and exchange rates are
// never held in binary floating point. Immutable value type.
//
// Parsed values have at most 18 significant digits and 9 decimals, so that the
// sum of a billion amounts and the product of an amount and a rate cannot
// overflow the 127-bit mantissa.
class Decimal {
 public:
  // Zero.
  constexpr Decimal() = default;
  constexpr Decimal(__int128 mantissa, int scale)
      : mantissa_(mantissa), scale_(scale) {}

  // Parses "18400", "-0.50", "361.9500" or "1.84e4": JSON number syntax, and
  // beyond it what exports write and can mean only one number: a leading '+',
  // leading zeros ("007"), no digit before or behind the point (".5", "1.").
  // Neither spaces nor separators of thousands: "1,000" may mean 1. Trailing
  // zeros do not count as digits. INVALID_ARGUMENT: not a number, NaN or
  // infinity, more than 18 significant digits, or more than 9 decimals.
  static absl::StatusOr<Decimal> Parse(absl::string_view text);

  __int128 mantissa() const { return mantissa_; }
  int scale() const { return scale_; }
  bool IsZero() const { return mantissa_ == 0; }

  Decimal operator+(const Decimal& other) const;
  Decimal operator-(const Decimal& other) const;
  Decimal operator*(const Decimal& other) const;
  Decimal& operator+=(const Decimal& other) { return *this = *this + other; }
  Decimal operator-() const { return Decimal(-mantissa_, scale_); }

  // Comparison by value: 1.0 equals 1.00.
  bool operator==(const Decimal& other) const { return Compare(other) == 0; }
  bool operator!=(const Decimal& other) const { return Compare(other) != 0; }
  bool operator<(const Decimal& other) const { return Compare(other) < 0; }
  bool operator>(const Decimal& other) const { return Compare(other) > 0; }

  // Negative, zero or positive as this is less than, equal to or greater.
  int Compare(const Decimal& other) const;

  // Rounded half to even to `decimals` places; the result has that scale.
  Decimal RoundHalfEven(int decimals) const;

  // Shortest plain notation without exponent or trailing zeros: "18400.5".
  std::string ToString() const;

  // Nearest double, for JSON numbers only; never calculate with it.
  double ToDouble() const;

 private:
  __int128 mantissa_ = 0;
  int scale_ = 0;
};

}  // namespace landfall::base
