#include "server/base/decimal.h"

#include <gtest/gtest.h>

namespace landfall::base {
namespace {

TEST(DecimalTest, ReadsNumbersExactly) {
  const struct {
    const char* text;
    const char* value;
  } kCases[] = {
      {"18400", "18400"},
      {"-0.50", "-0.5"},
      {"361.9500", "361.95"},
      {"1.84e4", "18400"},
      {"1.84E+4", "18400"},
      {"5e-3", "0.005"},
      {"+7", "7"},
      {".5", "0.5"},
      {"-.5", "-0.5"},
      {"1.", "1"},
      {"1.e2", "100"},
      {"007", "7"},
      {"00.50", "0.5"},
      {"1e5", "100000"},
      {"0", "0"},
      {"-0", "0"},
      {"0.000", "0"},
      {"0.1", "0.1"},
      {"0.000000001", "0.000000001"},
      {"999999999999999999", "999999999999999999"},
      {"999999999.999999999", "999999999.999999999"},
      {"1.0000000000000000000000", "1"},  // zeros are no digits
      {"100000000000000000", "100000000000000000"},
      {"0e999", "0"},
  };
  for (const auto& test : kCases) {
    SCOPED_TRACE(test.text);
    const auto number = Decimal::Parse(test.text);
    ASSERT_TRUE(number.ok());
    EXPECT_EQ(number->ToString(), test.value);
  }
}

TEST(DecimalTest, RefusesWhatItCannotHoldExactly) {
  for (const char* text : {"",
                           " ",
                           "-",
                           "+",
                           ".",
                           "e5",
                           "1e",
                           "1e+",
                           "1.2.3",
                           "1,000",
                           "1.000,5",
                           "1'000",
                           "1 000",
                           "1_000",
                           ".e5",
                           "-.",
                           "+ 1",
                           "1\t",
                           "$1",
                           "NaN",
                           "Infinity",
                           "0x10",
                           "--1",
                           "1 ",
                           " 1",
                           "12a",
                           "1e5.5",
                           "1000000000000000000",
                           "1234567890123456789",
                           "0.0000000001",
                           "1e18",
                           "1e999",
                           "1e-999",
                           "1e9999"}) {
    SCOPED_TRACE(text);
    EXPECT_EQ(Decimal::Parse(text).status().code(),
              absl::StatusCode::kInvalidArgument);
  }
}

TEST(DecimalTest, CalculatesWithoutLoss) {
  const Decimal tenth = *Decimal::Parse("0.1");
  EXPECT_EQ((tenth + *Decimal::Parse("0.2")).ToString(), "0.3");
  EXPECT_EQ((tenth - *Decimal::Parse("0.30")).ToString(), "-0.2");
  Decimal sum;
  for (int i = 0; i < 10; ++i) sum += tenth;
  EXPECT_EQ(sum, *Decimal::Parse("1"));
}

TEST(DecimalTest, ComparesByValue) {
  EXPECT_EQ(Decimal(10, 1), Decimal(100, 2));
  EXPECT_LT(Decimal(-1, 0), Decimal(1, 9));
  EXPECT_GT(Decimal(101, 2), Decimal(1, 0));
  EXPECT_NE(Decimal(1, 0), Decimal(1, 1));
  EXPECT_TRUE(Decimal(0, 5).IsZero());
}

TEST(DecimalTest, RoundsHalfToEven) {
  const struct {
    const char* value;
    int decimals;
    const char* rounded;
  } kCases[] = {
      {"0.125", 2, "0.12"},   {"0.135", 2, "0.14"},  {"-0.125", 2, "-0.12"},
      {"-0.135", 2, "-0.14"}, {"0.1251", 2, "0.13"}, {"0.1249", 2, "0.12"},
      {"0.5", 0, "0"},        {"1.5", 0, "2"},       {"2.5", 0, "2"},
      {"-0.5", 0, "0"},       {"9.995", 2, "10"},    {"7", 2, "7"},
      {"-0.004", 2, "0"},
  };
  for (const auto& test : kCases) {
    SCOPED_TRACE(test.value);
    const Decimal rounded =
        Decimal::Parse(test.value)->RoundHalfEven(test.decimals);
    EXPECT_EQ(rounded.ToString(), test.rounded);
    EXPECT_EQ(rounded.scale(), test.decimals);
  }
}

TEST(DecimalTest, RoundsExcessDecimalsAwayWhileItReads) {
  const struct {
    const char* text;
    const char* value;
  } kCases[] = {
      {"25432.123456789", "25432.123456789"},
      {"0.1234567890123456785", "0.123456789012345678"},  // half to even
      {"0.1234567890123456775", "0.123456789012345678"},
      {"0.00002375296912124512345", "0.000023752969121245"},
      {"999999999.9999999999999999994", "999999999.999999999999999999"},
      {"1e-19", "0"},
      {"6e-19", "0.000000000000000001"},
      {"1e-999", "0"},
      {"-0.0000000000000000015", "-0.000000000000000002"},
  };
  for (const auto& test : kCases) {
    SCOPED_TRACE(test.text);
    const auto number = Decimal::ParseRounded(test.text, kRateLimits);
    ASSERT_TRUE(number.ok());
    EXPECT_EQ(number->ToString(), test.value);
    EXPECT_TRUE(number->Fits(kRateLimits));
  }
  for (const char* text :
       {"1000000000000000000000000000", "1e999", "x", "", "1,5"}) {
    EXPECT_FALSE(Decimal::ParseRounded(text, kRateLimits).ok()) << text;
  }
}

TEST(DecimalTest, SaturatesAndSaysSo) {
  const Decimal most = Decimal(1, 0).RoundHalfEven(37);
  const Decimal sum = most + most + most + most + most + most + most + most +
                      most + most + most;
  EXPECT_TRUE(sum.saturated());
  EXPECT_GT(sum, Decimal(9, 0)) << "it does not wrap around";
  EXPECT_TRUE((sum - sum).saturated()) << "nobody knows what is left";
  EXPECT_TRUE((-sum).saturated());
  EXPECT_LT(-sum, Decimal());
  EXPECT_TRUE(sum.RoundHalfEven(2).saturated());
  EXPECT_FALSE(sum.Fits({38, 38}));
  EXPECT_TRUE(Decimal(10, 0).RoundHalfEven(38).saturated());
  EXPECT_FALSE(Decimal(0, 0).RoundHalfEven(38).saturated());
}

TEST(DecimalTest, GivesTheNearestDouble) {
  EXPECT_EQ(Decimal::Parse("361.95")->ToDouble(), 361.95);
  EXPECT_EQ(Decimal::Parse("-0.1")->ToDouble(), -0.1);
}

}  // namespace
}  // namespace landfall::base
