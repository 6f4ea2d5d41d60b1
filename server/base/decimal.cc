#include "server/base/decimal.h"

#include <algorithm>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "server/base/decimal_text.h"
#include "server/base/power_of_ten.h"

namespace landfall::base {
namespace {

constexpr __int128 kMaxMantissa = PowerOfTen(Decimal::kMaxScale) - 1;

__int128 Magnitude(__int128 value) { return value < 0 ? -value : value; }

absl::StatusOr<Decimal> Combine(const DecimalLiteral& literal,
                                DecimalLimits limits) {
  if (literal.digits.empty()) return Decimal();
  const int zeros = std::max(0, -literal.scale);  // integer zeros to restore
  if (static_cast<int>(literal.digits.size()) + zeros > limits.digits) {
    return absl::InvalidArgumentError(
        absl::StrCat("number has more than ", limits.digits, " digits"));
  }
  if (literal.scale > limits.decimals) {
    return absl::InvalidArgumentError(
        absl::StrCat("number has more than ", limits.decimals, " decimals"));
  }
  __int128 mantissa = 0;
  for (char c : literal.digits) mantissa = mantissa * 10 + (c - '0');
  mantissa *= PowerOfTen(zeros);
  return Decimal(literal.negative ? -mantissa : mantissa,
                 std::max(0, literal.scale));
}

int Order(__int128 a, __int128 b) { return a == b ? 0 : a < b ? -1 : 1; }

// numerator / divisor, rounded half to even. REQUIRES: divisor > 0.
__int128 Quotient(__int128 numerator, __int128 divisor) {
  __int128 quotient = numerator / divisor;
  const __int128 rest = Magnitude(numerator % divisor);
  const __int128 missing = divisor - rest;
  if (rest > missing || (rest == missing && quotient % 2 != 0)) {
    quotient += numerator < 0 ? -1 : 1;
  }
  return quotient;
}

}  // namespace

absl::StatusOr<Decimal> Decimal::Parse(absl::string_view text,
                                       DecimalLimits limits) {
  DecimalLiteral literal;
  if (!ReadDecimal(text, &literal)) {
    return absl::InvalidArgumentError("not a decimal number");
  }
  return Combine(literal, limits);
}

absl::StatusOr<Decimal> Decimal::ParseRounded(absl::string_view text,
                                              DecimalLimits limits) {
  DecimalLiteral literal;
  if (!ReadDecimal(text, &literal)) {
    return absl::InvalidArgumentError("not a decimal number");
  }
  RoundDecimal(limits.decimals, &literal);
  // What was rounded up may have one digit more than the limit allows.
  return Combine(literal, limits);
}

Decimal Decimal::Saturated(const Decimal& limit) {
  Decimal result = limit;
  result.saturated_ = true;
  return result;
}

Decimal Decimal::Shortest() const {
  Decimal result = *this;
  for (; result.scale_ > 0 && result.mantissa_ % 10 == 0; --result.scale_) {
    result.mantissa_ /= 10;
  }
  return result;
}

bool Decimal::Fits(DecimalLimits limits) const {
  const Decimal shortest = Shortest();
  return !saturated_ && shortest.scale_ <= limits.decimals &&
         Magnitude(shortest.mantissa_) < PowerOfTen(limits.digits);
}

Decimal Decimal::AtScale(int scale) const {
  const __int128 factor = PowerOfTen(scale - scale_);
  Decimal result(0, scale);
  result.saturated_ = saturated_;
  if (Magnitude(mantissa_) > kMaxMantissa / factor) {
    result.mantissa_ = mantissa_ < 0 ? -kMaxMantissa : kMaxMantissa;
    result.saturated_ = true;
  } else {
    result.mantissa_ = mantissa_ * factor;
  }
  return result;
}

Decimal Decimal::operator+(const Decimal& other) const {
  const int scale = std::max(scale_, other.scale_);
  const Decimal a = AtScale(scale);
  const Decimal b = other.AtScale(scale);
  // Two numbers of 38 digits have room for their sum only half the time.
  const bool same_sign = (a.mantissa_ < 0) == (b.mantissa_ < 0);
  Decimal sum(0, scale);
  sum.saturated_ = a.saturated_ || b.saturated_;
  if (same_sign &&
      Magnitude(a.mantissa_) > kMaxMantissa - Magnitude(b.mantissa_)) {
    sum.mantissa_ = a.mantissa_ < 0 ? -kMaxMantissa : kMaxMantissa;
    sum.saturated_ = true;
  } else {
    sum.mantissa_ = a.mantissa_ + b.mantissa_;
  }
  return sum;
}

Decimal Decimal::operator-() const {
  Decimal result = *this;
  result.mantissa_ = -mantissa_;
  return result;
}

Decimal Decimal::operator-(const Decimal& other) const {
  return *this + (-other);
}

Decimal Decimal::DividedBy(const Decimal& divisor, int decimals) const {
  // mantissa_ × 10^shift / divisor.mantissa_ has `decimals` places.
  const int shift = decimals + divisor.scale_ - scale_;
  Decimal result(0, decimals);
  result.saturated_ = saturated_ || divisor.saturated_;
  if (shift >= 0) {
    const Decimal numerator = Decimal(mantissa_, 0).AtScale(shift);
    result.saturated_ |= numerator.saturated_;
    result.mantissa_ = Quotient(numerator.mantissa_, divisor.mantissa_);
    return result;
  }
  const Decimal denominator = Decimal(divisor.mantissa_, 0).AtScale(-shift);
  result.saturated_ |= denominator.saturated_;
  result.mantissa_ = Quotient(mantissa_, denominator.mantissa_);
  return result;
}

int Decimal::Compare(const Decimal& other) const {
  // The whole part first; what is left has room at either scale.
  const __int128 unit = PowerOfTen(scale_);
  const __int128 other_unit = PowerOfTen(other.scale_);
  const int whole = Order(mantissa_ / unit, other.mantissa_ / other_unit);
  if (whole != 0) return whole;
  const int scale = std::max(scale_, other.scale_);
  return Order(mantissa_ % unit * PowerOfTen(scale - scale_),
               other.mantissa_ % other_unit * PowerOfTen(scale - other.scale_));
}

Decimal Decimal::RoundHalfEven(int decimals) const {
  if (scale_ <= decimals) return AtScale(decimals);
  Decimal result(Quotient(mantissa_, PowerOfTen(scale_ - decimals)), decimals);
  result.saturated_ = saturated_;
  return result;
}

std::string Decimal::ToString() const {
  const int scale = Shortest().scale_;
  __int128 value = Magnitude(Shortest().mantissa_);
  std::string reversed;
  for (int position = 0; value != 0 || position <= scale; ++position) {
    if (position == scale && scale > 0) reversed.push_back('.');
    reversed.push_back(static_cast<char>('0' + static_cast<int>(value % 10)));
    value /= 10;
  }
  if (mantissa_ < 0) reversed.push_back('-');
  return std::string(reversed.rbegin(), reversed.rend());
}

double Decimal::ToDouble() const {
  return std::strtod(ToString().c_str(), nullptr);
}

}  // namespace landfall::base
