#pragma once

#include <string>

namespace landfall::testing {

// A decimal number of any size, calculated digit by digit as on paper. It is
// what clever arithmetic is held against. Value type.
class BigDecimal {
 public:
  BigDecimal() = default;
  // "-12.50"; nothing but a sign, digits and a point.
  explicit BigDecimal(const std::string& text);

  BigDecimal Plus(const BigDecimal& other) const;
  BigDecimal Times(const BigDecimal& other) const;
  // Half to even.
  BigDecimal Rounded(int decimals) const;
  // Below, at or above 0 as this is less than, equal to or greater.
  int Compare(const BigDecimal& other) const;
  // Without trailing zeros behind the point: "12.5".
  std::string ToString() const;

 private:
  void AppendZeros(int decimals);
  void Tidy();

  bool negative_ = false;
  std::string digits_;  // most significant first; "" is zero
  int decimals_ = 0;    // so many of them behind the point
};

}  // namespace landfall::testing
