#include "server/verdict/money.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/index/rulebook.h"

namespace landfall::verdict {
namespace {

using absl::CivilDay;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

model::Settings Settings(const std::string& reporting = "USD") {
  model::Settings settings;
  settings.reporting_currency = reporting;
  settings.exchange_rates["CAD"] = base::Decimal(73, 2);
  settings.exchange_rates["EUR"] = base::Decimal(10851, 4);
  return settings;
}

rates::Prices PricesOf(const model::Settings& settings) {
  return *rates::PriceTable(settings).At(0);
}

rates::Prices Prices(const std::string& reporting = "USD") {
  return PricesOf(Settings(reporting));
}

index::OrderRow Order(int64_t amount, uint8_t scale, const char* currency) {
  index::OrderRow order;
  order.has_amount = true;
  order.amount = amount;
  order.scale = scale;
  order.currency = *currency == '\0' ? 0 : index::PackCurrency(currency);
  return order;
}

MoneySum Sum(const std::vector<index::OrderRow>& orders) {
  MoneySum sum;
  for (const index::OrderRow& order : orders) sum.Add(order);
  return sum;
}

TEST(MoneySumTest, ConvertsTheSumAndRoundsOnce) {
  const MoneySum sum =
      Sum({Order(5, 1, "CAD"), Order(5, 1, "CAD"), Order(4, 3, "USD")});
  EXPECT_EQ(sum.InReportingCurrency(Prices()).ToString(), "0.73");
  EXPECT_EQ(Sum({Order(5, 1, "CAD")}).InReportingCurrency(Prices()).ToString(),
            "0.36");  // 0.365
  EXPECT_EQ(Sum({Order(1, 0, "EUR")}).InReportingCurrency(Prices()).ToString(),
            "1.09");  // 1.0851
}

TEST(MoneySumTest, RoundsToTheMinorUnitOfTheReportingCurrency) {
  const MoneySum sum = Sum({Order(50, 2, "CAD")});  // 0.365
  EXPECT_EQ(sum.InReportingCurrency(Prices("JPY")).ToString(), "0");
  EXPECT_EQ(sum.InReportingCurrency(Prices("KWD")).ToString(), "0.365");
}

TEST(MoneySumTest, TellsUnpricedFromNothing) {
  MoneySum sum;
  EXPECT_TRUE(sum.empty());
  EXPECT_FALSE(sum.OnlyUnpriced(Prices()));
  sum.Add(Order(5, 0, "CHF"));
  sum.Add(Order(7, 0, ""));
  EXPECT_TRUE(sum.OnlyUnpriced(Prices()));
  EXPECT_TRUE(sum.InReportingCurrency(Prices()).IsZero());
  EXPECT_THAT(sum.Unpriced(Prices()), ElementsAre("CHF", "XXX"));
  sum.Add(Order(1, 0, "USD"));
  EXPECT_FALSE(sum.OnlyUnpriced(Prices()));
  EXPECT_EQ(sum.InReportingCurrency(Prices()).ToString(), "1");
  EXPECT_THAT(Sum({Order(1, 0, "CAD")}).Unpriced(Prices()), IsEmpty());
}

index::OrderRow WithoutAmount(const char* currency) {
  index::OrderRow order = Order(0, 0, currency);
  order.has_amount = false;
  return order;
}

TEST(MoneySumTest, TellsAnOrderWithoutAmountFromOneWorthNothing) {
  const MoneySum nothing = Sum({Order(0, 0, "USD")});
  EXPECT_FALSE(nothing.OnlyUnpriced(Prices()));
  EXPECT_THAT(nothing.Unpriced(Prices()), IsEmpty());
  EXPECT_EQ(nothing.UnpricedOrders(), 0);
  MoneySum sum = Sum({WithoutAmount("USD"), WithoutAmount("")});
  EXPECT_TRUE(sum.OnlyUnpriced(Prices()));
  EXPECT_THAT(sum.Unpriced(Prices()), ElementsAre("USD", "XXX"));
  EXPECT_EQ(sum.UnpricedOrders(), 2);
  EXPECT_THAT(sum.ByCurrency(), IsEmpty()) << "a sum of 0 would be a lie";
  sum.Add(Sum({Order(5, 0, "USD"), WithoutAmount("CAD")}));
  EXPECT_FALSE(sum.OnlyUnpriced(Prices()));
  EXPECT_THAT(sum.Unpriced(Prices()), ElementsAre("CAD", "USD", "XXX"));
  EXPECT_EQ(sum.UnpricedOrders(), 3);
  EXPECT_EQ(sum.ByCurrency().size(), 1u);
  EXPECT_EQ(sum.InReportingCurrency(Prices()).ToString(), "5");
}

// Three orders of one customer and a rate of nine decimals once came out as
// less than nothing.
TEST(MoneySumTest, DoesNotOverflow) {
  model::Settings settings = Settings("VND");
  settings.exchange_rates["USD"] = *base::Decimal::Parse("25432.123456789");
  const MoneySum sum =
      Sum({Order(100, 0, "USD"), Order(999'999'999'999'999'999, 0, "USD"),
           Order(123'456'789, 9, "USD")});
  const base::Decimal value = sum.InReportingCurrency(PricesOf(settings));
  EXPECT_EQ(value.ToString(), "25432123456789002520920");
  EXPECT_FALSE(value.saturated());
  settings.exchange_rates["USD"] = *base::Decimal::Parse("999999999");
  EXPECT_TRUE(sum.InReportingCurrency(PricesOf(settings)).saturated());
  EXPECT_EQ(sum.InReportingCurrency(PricesOf(settings)).ToString(),
            "1000000000000000000000000");
}

TEST(MoneySumTest, NamesTheRatesThatItTakes) {
  model::Settings settings = Settings();
  settings.rate_feed = "ecb";
  rates::Quote chf{"EUR", "CHF", CivilDay(2026, 7, 9), {}, {1, 0}, {2, 0}};
  rates::Quote usd{"EUR", "USD", CivilDay(2026, 7, 8), {}, {1, 0}, {1, 0}};
  const rates::PriceTable table(settings, {"ecb", {chf, usd}});
  const auto prices = table.At(absl::ToUnixMicros(
      absl::FromCivil(CivilDay(2026, 7, 10), absl::UTCTimeZone())));
  MoneySum sum = Sum({Order(10, 0, "USD"), Order(1, 0, "CAD"),
                      Order(8, 0, "CHF"), Order(1, 0, "SEK")});
  sum.Add(WithoutAmount("EUR"));
  const auto used = sum.RatesUsed(*prices);
  ASSERT_EQ(used.size(), 2u) << "neither the reporting currency nor one that "
                                "has no rate, or no amount";
  EXPECT_EQ(used[0].currency, "CAD");
  EXPECT_EQ(used[0].date + used[0].source, "");
  EXPECT_EQ(used[1].currency, "CHF");
  EXPECT_EQ(used[1].rate.ToString(), "0.5");
  EXPECT_EQ(used[1].date, "2026-07-08") << "as old as its oldest part";
  EXPECT_EQ(used[1].source, "ecb");
  EXPECT_EQ(sum.InReportingCurrency(*prices).ToString(), "14.73");
}

TEST(MoneySumTest, AddsSumsByCurrency) {
  MoneySum sum = Sum({Order(10, 0, "USD"), Order(1, 0, "CAD")});
  sum.Add(Sum({Order(5, 1, "USD"), Order(2, 0, "EUR")}));
  const auto list = sum.ByCurrency();
  ASSERT_EQ(list.size(), 3u);
  EXPECT_EQ(list[0].currency + list[0].amount.ToString(), "CAD1");
  EXPECT_EQ(list[1].currency + list[1].amount.ToString(), "EUR2");
  EXPECT_EQ(list[2].currency + list[2].amount.ToString(), "USD10.5");
}

}  // namespace
}  // namespace landfall::verdict
