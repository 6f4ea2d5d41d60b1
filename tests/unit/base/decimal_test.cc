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
  EXPECT_EQ((*Decimal::Parse("-1.5") * *Decimal::Parse("0.73")).ToString(),
            "-1.095");
  const Decimal most = *Decimal::Parse("999999999.999999999");
  EXPECT_EQ((most * most).ToString(), "999999999999999998.000000000000000001");
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

TEST(DecimalTest, GivesTheNearestDouble) {
  EXPECT_EQ(Decimal::Parse("361.95")->ToDouble(), 361.95);
  EXPECT_EQ(Decimal::Parse("-0.1")->ToDouble(), -0.1);
}

}  // namespace
}  // namespace landfall::base
