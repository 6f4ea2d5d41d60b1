#include "server/base/decimal.h"

#include <algorithm>
#include <cstdlib>

#include "absl/strings/str_cat.h"

namespace landfall::base {
namespace {

constexpr int kMaxDigits = 18;
constexpr int kMaxScale = 9;

__int128 PowerOfTen(int exponent) {
  __int128 result = 1;
  for (int i = 0; i < exponent; ++i) result *= 10;
  return result;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// The parts of a number literal before they are combined.
struct Literal {
  bool negative = false;
  std::string digits;  // without the point
  int scale = 0;       // digits after the point
};

// Reads the exponent that follows 'e'; false when it is malformed or absurd.
bool ReadExponent(absl::string_view text, int* exponent) {
  bool negative = false;
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
    negative = text[0] == '-';
    text.remove_prefix(1);
  }
  if (text.empty() || text.size() > 3) return false;
  int value = 0;
  for (char c : text) {
    if (!IsDigit(c)) return false;
    value = value * 10 + (c - '0');
  }
  *exponent = negative ? -value : value;
  return true;
}

bool ReadLiteral(absl::string_view text, Literal* out) {
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
    out->negative = text[0] == '-';
    text.remove_prefix(1);
  }
  int exponent = 0;
  const size_t e = text.find_first_of("eE");
  if (e != absl::string_view::npos) {
    if (!ReadExponent(text.substr(e + 1), &exponent)) return false;
    text = text.substr(0, e);
  }
  bool point = false;
  for (char c : text) {
    if (c == '.' && !point) {
      point = true;
    } else if (IsDigit(c)) {
      out->digits.push_back(c);
      if (point) ++out->scale;
    } else {
      return false;
    }
  }
  out->scale -= exponent;
  return !out->digits.empty();
}

}  // namespace

absl::StatusOr<Decimal> Decimal::Parse(absl::string_view text) {
  Literal literal;
  if (!ReadLiteral(text, &literal)) {
    return absl::InvalidArgumentError("not a decimal number");
  }
  std::string& digits = literal.digits;
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
  while (!digits.empty() && digits.back() == '0') {
    digits.pop_back();
    --literal.scale;
  }
  if (digits.empty()) return Decimal();
  const int zeros = std::max(0, -literal.scale);  // integer zeros to restore
  if (static_cast<int>(digits.size()) + zeros > kMaxDigits) {
    return absl::InvalidArgumentError(
        absl::StrCat("number has more than ", kMaxDigits, " digits"));
  }
  if (literal.scale > kMaxScale) {
    return absl::InvalidArgumentError(
        absl::StrCat("number has more than ", kMaxScale, " decimals"));
  }
  __int128 mantissa = 0;
  for (char c : digits) mantissa = mantissa * 10 + (c - '0');
  mantissa *= PowerOfTen(zeros);
  return Decimal(literal.negative ? -mantissa : mantissa,
                 std::max(0, literal.scale));
}

Decimal Decimal::operator+(const Decimal& other) const {
  const int scale = std::max(scale_, other.scale_);
  return Decimal(mantissa_ * PowerOfTen(scale - scale_) +
                     other.mantissa_ * PowerOfTen(scale - other.scale_),
                 scale);
}

Decimal Decimal::operator-(const Decimal& other) const {
  return *this + (-other);
}

Decimal Decimal::operator*(const Decimal& other) const {
  return Decimal(mantissa_ * other.mantissa_, scale_ + other.scale_);
}

int Decimal::Compare(const Decimal& other) const {
  const Decimal difference = *this - other;
  if (difference.mantissa_ == 0) return 0;
  return difference.mantissa_ < 0 ? -1 : 1;
}

Decimal Decimal::RoundHalfEven(int decimals) const {
  if (scale_ <= decimals) {
    return Decimal(mantissa_ * PowerOfTen(decimals - scale_), decimals);
  }
  const __int128 divisor = PowerOfTen(scale_ - decimals);
  __int128 quotient = mantissa_ / divisor;
  __int128 rest = mantissa_ % divisor;
  const int sign = mantissa_ < 0 ? -1 : 1;
  if (rest < 0) rest = -rest;
  const __int128 twice = rest * 2;
  if (twice > divisor || (twice == divisor && quotient % 2 != 0)) {
    quotient += sign;
  }
  return Decimal(quotient, decimals);
}

std::string Decimal::ToString() const {
  __int128 value = mantissa_ < 0 ? -mantissa_ : mantissa_;
  int scale = scale_;
  while (scale > 0 && value % 10 == 0) {
    value /= 10;
    --scale;
  }
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
