#include "server/base/significant.h"

#include <gtest/gtest.h>

#include <random>

#include "absl/strings/str_cat.h"
#include "tests/support/big_decimal.h"

namespace landfall::base {
namespace {

Decimal Number(const std::string& text) {
  return *Decimal::Parse(text, {38, 38});
}

TEST(SignificantTest, Divides) {
  EXPECT_EQ(SignificantQuotient(Number("1.1435"), Number("1"))->ToString(),
            "1.1435");
  EXPECT_EQ(SignificantQuotient(Number("1"), Number("3"))->ToString(),
            "0.333333333333333333");
  EXPECT_EQ(SignificantQuotient(Number("2"), Number("3"))->ToString(),
            "0.666666666666666667");
  EXPECT_EQ(SignificantQuotient(Number("0.65"), Number("100"))->ToString(),
            "0.0065");
  EXPECT_EQ(SignificantQuotient(Number("1"), Number("16000"))->ToString(),
            "0.0000625");
  EXPECT_EQ(SignificantQuotient(Number("999999999"), Number("0.000000001"))
                ->ToString(),
            "999999999000000000");
}

TEST(SignificantTest, MultipliesToEighteenDigits) {
  EXPECT_EQ(SignificantProduct(Number("0.333333333333333333"), Number("3"))
                ->ToString(),
            "0.999999999999999999");
  EXPECT_EQ(SignificantProduct(Number("0.999999999999999999"),
                               Number("0.999999999999999999"))
                ->ToString(),
            "0.999999999999999998");
}

TEST(SignificantTest, KnowsWhatIsTooLargeOrTooSmall) {
  EXPECT_FALSE(SignificantProduct(Number("1000000000"), Number("1000000000")));
  EXPECT_TRUE(SignificantProduct(Number("999999999"), Number("1000000000")));
  EXPECT_FALSE(
      SignificantQuotient(Number("0.0000000001"), Number("1000000000")));
  EXPECT_TRUE(SignificantQuotient(Number("0.000000001"), Number("999999999")));
}

TEST(SignificantTest, RoundsTiesToEven) {
  EXPECT_EQ(RoundSignificant(Number("0.125"), 2).ToString(), "0.12");
  EXPECT_EQ(RoundSignificant(Number("0.135"), 2).ToString(), "0.14");
  EXPECT_EQ(RoundSignificant(Number("0.9996"), 3).ToString(), "1");
  EXPECT_EQ(RoundSignificant(Number("123456"), 2).ToString(), "120000");
  EXPECT_EQ(RoundSignificant(Number("1234.56"), 5).ToString(), "1234.6");
  EXPECT_EQ(RoundSignificant(Number("0.5"), 12).ToString(), "0.5");
}

// A quotient times the divisor is the dividend, but for half of a last digit.
TEST(SignificantTest, AgreesWithPaper) {
  std::mt19937_64 dice(20260709);
  const auto number = [&] {
    const int digits = 1 + static_cast<int>(dice() % 18);
    std::string text(1, static_cast<char>('1' + dice() % 9));
    while (static_cast<int>(text.size()) < digits) {
      text.push_back(static_cast<char>('0' + dice() % 10));
    }
    text.insert(text.begin() + 1 + static_cast<int>(dice() % text.size()), '.');
    if (text.back() == '.') text.pop_back();
    return text;
  };
  for (int i = 0; i < 5000; ++i) {
    const std::string a = number();
    const std::string b = number();
    const auto quotient = SignificantQuotient(Number(a), Number(b));
    if (!quotient.has_value()) continue;
    const testing::BigDecimal back =
        testing::BigDecimal(quotient->ToString()).Times(testing::BigDecimal(b));
    const testing::BigDecimal off =
        back.Plus(testing::BigDecimal("-1").Times(testing::BigDecimal(a)));
    // Half of the 18th digit, and a digit's worth is 10^-17 of the number.
    const testing::BigDecimal most =
        back.Times(testing::BigDecimal("0.000000000000000005"));
    EXPECT_LE(off.Compare(most), 0) << a << " / " << b;
    EXPECT_GE(off.Plus(most).Compare(testing::BigDecimal("0")), 0)
        << a << " / " << b;
    const auto product = SignificantProduct(Number(a), Number(b));
    if (!product.has_value()) continue;
    const testing::BigDecimal exact =
        testing::BigDecimal(a).Times(testing::BigDecimal(b));
    const testing::BigDecimal rest = exact.Plus(testing::BigDecimal("-1").Times(
        testing::BigDecimal(product->ToString())));
    const testing::BigDecimal bound =
        exact.Times(testing::BigDecimal("0.000000000000000005"));
    EXPECT_LE(rest.Compare(bound), 0) << a << " × " << b;
    EXPECT_GE(rest.Plus(bound).Compare(testing::BigDecimal("0")), 0)
        << a << " × " << b;
  }
}

}  // namespace
}  // namespace landfall::base
