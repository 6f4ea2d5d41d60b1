// The arithmetic of money against arithmetic as on paper, with any values.
#include "server/base/product_sum.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "server/base/decimal.h"
#include "tests/support/big_decimal.h"

namespace landfall::base {
namespace {

using landfall::testing::BigDecimal;

constexpr int kRounds = 20000;

// Extremes as often as anything else.
class Values {
 public:
  explicit Values(uint64_t seed) : random_(seed) {}

  int Below(int n) { return static_cast<int>(random_() % n); }

  Decimal WithDigits(int digits, int scale, bool negative) {
    __int128 mantissa = 0;
    const int kind = Below(4);
    for (int i = 0; i < digits; ++i) {
      const int digit = kind == 0   ? 9
                        : kind == 1 ? (i == 0 ? 1 : 0)
                        : kind == 2 ? (i + 1 == digits ? 5 : 0)
                                    : Below(10);
      mantissa = mantissa * 10 + digit;
    }
    return Decimal(negative ? -mantissa : mantissa, scale);
  }
  Decimal Amount() { return WithDigits(Below(19), Below(10), Below(3) == 0); }
  Decimal Rate() { return WithDigits(1 + Below(27), Below(19), false); }
  Decimal Any() { return WithDigits(Below(39), Below(39), Below(2) == 0); }

 private:
  std::mt19937_64 random_;
};

BigDecimal Big(const Decimal& value) { return BigDecimal(value.ToString()); }

BigDecimal Limit(int digits, bool negative) {
  return BigDecimal((negative ? "-1" : "1") + std::string(digits, '0'));
}

TEST(ProductSumTest, IsExactOrSaysThatItIsNot) {
  Values values(20260609);
  int saturated = 0;
  for (int round = 0; round < kRounds; ++round) {
    SCOPED_TRACE(round);
    ProductSum sum;
    BigDecimal exact;
    const int parts = values.Below(6);
    for (int i = 0; i < parts; ++i) {
      const Decimal amount = values.Amount();
      const Decimal rate = values.Rate();
      sum.Add(amount, rate);
      exact = exact.Plus(Big(amount).Times(Big(rate)));
    }
    const int decimals = values.Below(4);
    const Decimal rounded = sum.Rounded(decimals);
    const BigDecimal expected = exact.Rounded(decimals);
    EXPECT_EQ(rounded.scale(), decimals);
    const bool above = expected.Compare(Limit(24, false)) > 0;
    const bool below = expected.Compare(Limit(24, true)) < 0;
    EXPECT_EQ(rounded.saturated(), above || below);
    saturated += rounded.saturated() ? 1 : 0;
    EXPECT_EQ(rounded.ToString(), above   ? Limit(24, false).ToString()
                                  : below ? Limit(24, true).ToString()
                                          : expected.ToString());
  }
  EXPECT_GT(saturated, kRounds / 20);
  EXPECT_LT(saturated, kRounds / 2);
}

TEST(ProductSumTest, DoesNotDependOnTheOrderOfItsParts) {
  Values values(7);
  for (int round = 0; round < 1000; ++round) {
    std::vector<std::pair<Decimal, Decimal>> parts;
    for (int i = 0; i < 6; ++i) {
      parts.emplace_back(values.Amount(), values.Rate());
    }
    ProductSum there;
    for (const auto& [amount, rate] : parts) there.Add(amount, rate);
    std::reverse(parts.begin(), parts.end());
    ProductSum back;
    for (const auto& [amount, rate] : parts) back.Add(amount, rate);
    EXPECT_EQ(there.Rounded(2), back.Rounded(2));
    EXPECT_EQ(there.Rounded(2).saturated(), back.Rounded(2).saturated());
  }
}

// Amounts that no order can have do not wrap around either.
TEST(ProductSumTest, HasRoomForNothingBeyondAndSaysSo) {
  Decimal most(0, 0);
  for (int i = 0; i < 38; ++i) {
    most = Decimal(most.mantissa() * 10 + 9, 0);
  }
  ProductSum sum;
  sum.Add(most, Decimal(999'999'999, 0));
  EXPECT_TRUE(sum.Rounded(2).saturated());
  EXPECT_EQ(sum.Rounded(2),
            Decimal(most.mantissa() / 100'000'000'000'000 + 1, 0));
  ProductSum negative;
  negative.Add(-most, Decimal(999'999'999, 0));
  EXPECT_LT(negative.Rounded(2), Decimal());
  ProductSum handed_on;
  handed_on.Add(Decimal::Saturated(Decimal(5, 0)), Decimal(1, 0));
  EXPECT_TRUE(handed_on.Rounded(2).saturated());
  EXPECT_EQ(handed_on.Rounded(2), Decimal(5, 0));
}

TEST(DecimalPropertyTest, SumsAreExactOrSaturated) {
  Values values(11);
  const BigDecimal unit("1");
  for (int round = 0; round < kRounds; ++round) {
    const Decimal a = values.Any();
    const Decimal b = values.Any();
    SCOPED_TRACE(a.ToString() + " and " + b.ToString());
    const Decimal sum = round % 2 == 0 ? a + b : a - (-b);
    if (!sum.saturated()) {
      EXPECT_EQ(sum.ToString(), Big(a).Plus(Big(b)).ToString());
    } else {
      // It has no room: at the finer of the two scales the true sum, or one of
      // the parts, has more than 38 digits.
      const int scale = std::max(a.scale(), b.scale());
      const BigDecimal beyond = Limit(38 - scale, false);
      const auto outside = [&](const BigDecimal& value) {
        return value.Compare(beyond) >= 0 ||
               value.Compare(Big(Decimal()).Plus(Limit(38 - scale, true))) <= 0;
      };
      EXPECT_TRUE(outside(Big(a)) || outside(Big(b)) ||
                  outside(Big(a).Plus(Big(b))));
    }
    EXPECT_TRUE((Decimal::Saturated(a) + b).saturated());
  }
}

TEST(DecimalPropertyTest, ComparesAndRoundsAsOnPaper) {
  Values values(13);
  for (int round = 0; round < kRounds; ++round) {
    const Decimal a = values.Any();
    const Decimal b = round % 5 == 0 ? a : values.Any();
    SCOPED_TRACE(a.ToString() + " and " + b.ToString());
    EXPECT_EQ(a.Compare(b), Big(a).Compare(Big(b)));
    const int decimals = values.Below(5);
    const Decimal rounded = a.RoundHalfEven(decimals);
    if (!rounded.saturated()) {
      EXPECT_EQ(rounded.ToString(), Big(a).Rounded(decimals).ToString());
    }
  }
}

// a / b, rounded, differs from the true quotient by half a unit at most.
TEST(DecimalPropertyTest, DividesToTheNearest) {
  Values values(17);
  for (int round = 0; round < kRounds; ++round) {
    const Decimal a = values.Amount();
    const Decimal b =
        values.WithDigits(1 + values.Below(18), values.Below(10), false);
    if (!(b > Decimal())) continue;
    SCOPED_TRACE(a.ToString() + " / " + b.ToString());
    const Decimal quotient = a.DividedBy(b, 4);
    ASSERT_FALSE(quotient.saturated());
    const BigDecimal two("2");
    const BigDecimal error =
        Big(quotient).Times(Big(b)).Plus(Big(-a)).Times(two).Times(
            BigDecimal("10000"));
    EXPECT_LE(error.Compare(Big(b)), 0);
    EXPECT_GE(error.Compare(Big(-b)), 0);
  }
}

}  // namespace
}  // namespace landfall::base
