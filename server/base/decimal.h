#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace landfall::base {

// How many digits a number may have, and how many of them behind the point.
struct DecimalLimits {
  int digits;
  int decimals;
};

// Of an amount: below a billion billions, and less than a billionth apart.
inline constexpr DecimalLimits kAmountLimits{18, 9};
// Of an exchange rate. Between currencies that differ by a factor of a billion
// nine digits still count.
inline constexpr DecimalLimits kRateLimits{27, 18};

// An exact decimal number: mantissa × 10^-scale. Money and exchange rates are
// never held in binary floating point. Immutable value type.
//
// Calculations never wrap around: a result whose mantissa would have more than
// 38 digits is the largest such number instead, and says so by saturated(), as
// does everything that is calculated from it. Sums of four billion amounts are
// far below that.
class Decimal {
 public:
  static constexpr int kMaxScale = 38;

  // Zero.
  constexpr Decimal() = default;
  // REQUIRES: 0 <= scale <= kMaxScale, and at most 38 digits.
  constexpr Decimal(__int128 mantissa, int scale)
      : mantissa_(mantissa), scale_(scale) {}

  // Parses "18400", "-0.50", "361.9500" or "1.84e4": JSON number syntax, and
  // beyond it what exports write and can mean only one number: a leading '+',
  // leading zeros ("007"), no digit before or behind the point (".5", "1.").
  // Neither spaces nor separators of thousands: "1,000" may mean 1. Trailing
  // zeros do not count as digits. INVALID_ARGUMENT: not a number, NaN or
  // infinity, more digits or decimals than `limits` allow.
  static absl::StatusOr<Decimal> Parse(absl::string_view text,
                                       DecimalLimits limits = kAmountLimits);

  // The same, but decimals beyond those allowed are rounded away, half to even.
  static absl::StatusOr<Decimal> ParseRounded(absl::string_view text,
                                              DecimalLimits limits);

  // `limit` as the result of a calculation that went beyond it.
  static Decimal Saturated(const Decimal& limit);

  __int128 mantissa() const { return mantissa_; }
  int scale() const { return scale_; }
  bool IsZero() const { return mantissa_ == 0; }
  // True when the true value lies beyond what could be calculated.
  bool saturated() const { return saturated_; }
  // The same value without trailing zeros behind the point.
  Decimal Shortest() const;
  // True when Parse could have made its shortest form with `limits`.
  bool Fits(DecimalLimits limits) const;

  Decimal operator+(const Decimal& other) const;
  Decimal operator-(const Decimal& other) const;
  Decimal& operator+=(const Decimal& other) { return *this = *this + other; }
  Decimal operator-() const;

  // this / divisor, rounded half to even to `decimals` places. REQUIRES: the
  // divisor is above 0; both fit kAmountLimits; decimals <= 9.
  Decimal DividedBy(const Decimal& divisor, int decimals) const;

  // Comparison by value, at any scales: 1.0 equals 1.00.
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
  // The mantissa at a greater scale, saturated when it has no room there.
  Decimal AtScale(int scale) const;

  __int128 mantissa_ = 0;
  int scale_ = 0;
  bool saturated_ = false;
};

}  // namespace landfall::base
