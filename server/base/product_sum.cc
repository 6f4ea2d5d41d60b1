#include "server/base/product_sum.h"

#include "server/base/check.h"
#include "server/base/power_of_ten.h"

namespace landfall::base {
namespace {

using Wide = std::array<uint64_t, 4>;
using Half = unsigned __int128;

// Every product has this scale: 9 decimals of an amount, 18 of a rate.
constexpr int kScale = 9 + 18;
constexpr int kStep = 18;  // the greatest power of ten in 64 bits, but one

// The functions return false when there is no room for the result.

bool Multiply(uint64_t factor, Wide* number) {
  Half carry = 0;
  for (uint64_t& limb : *number) {
    carry += Half{limb} * factor;
    limb = static_cast<uint64_t>(carry);
    carry >>= 64;
  }
  return carry == 0;
}

bool AddTo(const Wide& other, Wide* number) {
  Half carry = 0;
  for (size_t i = 0; i < number->size(); ++i) {
    carry += Half{(*number)[i]} + other[i];
    (*number)[i] = static_cast<uint64_t>(carry);
    carry >>= 64;
  }
  return carry == 0;
}

// REQUIRES: other <= number.
void SubtractFrom(const Wide& other, Wide* number) {
  Half borrow = 0;
  for (size_t i = 0; i < number->size(); ++i) {
    const Half take = Half{other[i]} + borrow;
    borrow = Half{(*number)[i]} < take ? 1 : 0;
    (*number)[i] = static_cast<uint64_t>(Half{(*number)[i]} - take);
  }
}

bool Less(const Wide& a, const Wide& b) {
  for (size_t i = a.size(); i-- > 0;) {
    if (a[i] != b[i]) return a[i] < b[i];
  }
  return false;
}

// Divides; the remainder is returned.
uint64_t Divide(uint64_t divisor, Wide* number) {
  Half rest = 0;
  for (size_t i = number->size(); i-- > 0;) {
    rest = rest << 64 | (*number)[i];
    (*number)[i] = static_cast<uint64_t>(rest / divisor);
    rest %= divisor;
  }
  return static_cast<uint64_t>(rest);
}

bool MultiplyByPower(int exponent, Wide* number) {
  bool fits = true;
  for (; exponent > kStep; exponent -= kStep) {
    fits &= Multiply(static_cast<uint64_t>(PowerOfTen(kStep)), number);
  }
  return Multiply(static_cast<uint64_t>(PowerOfTen(exponent)), number) && fits;
}

Half UnsignedOf(__int128 value) {
  return value < 0 ? Half{0} - static_cast<Half>(value)
                   : static_cast<Half>(value);
}

Wide Widen(Half value) {
  return {static_cast<uint64_t>(value), static_cast<uint64_t>(value >> 64), 0,
          0};
}

// a × b × 10^power.
bool Product(Half a, Half b, int power, Wide* product) {
  const Half unit = static_cast<Half>(PowerOfTen(kStep));
  Wide high = Widen(a);
  Wide low = high;
  bool fits = Multiply(static_cast<uint64_t>(b / unit), &high);
  fits &= MultiplyByPower(kStep, &high);
  fits &= Multiply(static_cast<uint64_t>(b % unit), &low);
  fits &= AddTo(low, &high);
  fits &= MultiplyByPower(power, &high);
  *product = high;
  return fits;
}

// number / 10^exponent, rounded half to even.
Wide Shortened(Wide number, int exponent) {
  const int first = exponent < kStep ? exponent : kStep;
  const Half low = Divide(static_cast<uint64_t>(PowerOfTen(first)), &number);
  const Half high =
      Divide(static_cast<uint64_t>(PowerOfTen(exponent - first)), &number);
  const Half rest = high * static_cast<Half>(PowerOfTen(first)) + low;
  const Half divisor = static_cast<Half>(PowerOfTen(exponent));
  const bool odd = number[0] % 2 == 1;
  if (rest > divisor - rest || (rest == divisor - rest && odd)) {
    AddTo({1, 0, 0, 0}, &number);
  }
  return number;
}

}  // namespace

void ProductSum::Add(const Decimal& amount, const Decimal& rate) {
  LF_CHECK(amount.scale() + rate.scale() <= kScale);
  inexact_ |= amount.saturated() || rate.saturated();
  const bool negative = (amount.mantissa() < 0) != (rate.mantissa() < 0);
  Wide product;
  bool fits =
      Product(UnsignedOf(amount.mantissa()), UnsignedOf(rate.mantissa()),
              kScale - amount.scale() - rate.scale(), &product);
  fits &= AddTo(product, negative ? &minus_ : &plus_);
  if (!fits) (negative ? under_ : over_) = true;
}

Decimal ProductSum::Rounded(int decimals) const {
  const bool negative = over_ == under_ ? Less(plus_, minus_) : under_;
  const Decimal limit(PowerOfTen(kMaxDigits + decimals) * (negative ? -1 : 1),
                      decimals);
  if (over_ || under_) return Decimal::Saturated(limit);
  Wide sum = negative ? minus_ : plus_;
  SubtractFrom(negative ? plus_ : minus_, &sum);
  sum = Shortened(sum, kScale - decimals);
  if (Less(Widen(UnsignedOf(limit.mantissa())), sum)) {
    return Decimal::Saturated(limit);
  }
  const auto mantissa =
      static_cast<__int128>(Half{sum[1]} << 64 | Half{sum[0]});
  const Decimal rounded(negative ? -mantissa : mantissa, decimals);
  return inexact_ ? Decimal::Saturated(rounded) : rounded;
}

}  // namespace landfall::base
