#include "server/rates/price_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/index/rulebook.h"

namespace landfall::rates {
namespace {

using absl::CivilDay;

index::Micros Noon(CivilDay day) {
  return absl::ToUnixMicros(absl::FromCivil(day, absl::UTCTimeZone()) +
                            absl::Hours(12));
}

Quote Of(const std::string& from, const std::string& to, CivilDay start,
         const std::string& amount) {
  Quote quote;
  quote.from = from;
  quote.to = to;
  quote.start = start;
  quote.to_amount = *ReadAmount(amount);
  return quote;
}

class PriceTableTest : public ::testing::Test {
 protected:
  PriceTableTest() {
    settings_.reporting_currency = "USD";
    settings_.rate_feed = "ecb";
  }

  // "CAD 0.73 of 2026-07-09", or "none".
  std::string At(const std::string& currency, CivilDay day) const {
    return At(currency, Noon(day));
  }
  std::string At(const std::string& currency, index::Micros as_of) const {
    const auto prices = PriceTable(settings_, {feed_, quotes_}).At(as_of);
    const Price* price = prices->Find(index::PackCurrency(currency));
    if (price == nullptr) return "none";
    return price->rate.ToString() +
           (price->date ? " of " + absl::FormatCivilTime(*price->date) : "");
  }

  model::Settings settings_;
  std::string feed_ = "ecb";
  std::vector<Quote> quotes_;
};

TEST_F(PriceTableTest, ExampleOfTheHeader) {
  quotes_ = {Of("EUR", "CAD", CivilDay(2026, 7, 9), "1.5623"),
             Of("EUR", "USD", CivilDay(2026, 7, 9), "1.1435")};
  EXPECT_EQ(At("CAD", CivilDay(2026, 7, 10)), "0.731933687512 of 2026-07-09");
  EXPECT_EQ(At("EUR", CivilDay(2026, 7, 10)), "1.1435 of 2026-07-09");
  EXPECT_EQ(At("USD", CivilDay(2026, 7, 10)), "1");
  EXPECT_EQ(At("SEK", CivilDay(2026, 7, 10)), "none");
}

// There are no rates of weekends; the last earlier one holds.
TEST_F(PriceTableTest, TheLastEarlierDayHolds) {
  quotes_ = {Of("EUR", "USD", CivilDay(2026, 7, 10), "1.1"),
             Of("EUR", "USD", CivilDay(2026, 7, 13), "1.2")};
  EXPECT_EQ(At("EUR", CivilDay(2026, 7, 9)), "none")
      << "nobody knows of the past";
  EXPECT_EQ(At("EUR", CivilDay(2026, 7, 12)), "1.1 of 2026-07-10");
  const index::Micros monday =
      Noon(CivilDay(2026, 7, 13)) - absl::ToInt64Microseconds(absl::Hours(12));
  EXPECT_EQ(At("EUR", monday - 1), "1.1 of 2026-07-10");
  EXPECT_EQ(At("EUR", monday), "1.2 of 2026-07-13");
  EXPECT_EQ(At("EUR", CivilDay(2027, 1, 1)), "1.2 of 2026-07-13");
}

TEST_F(PriceTableTest, AQuoteThatHasEndedHoldsNoMore) {
  quotes_ = {Of("EUR", "USD", CivilDay(2026, 7, 1), "1.1"),
             Of("EUR", "USD", CivilDay(2026, 7, 5), "1.2")};
  quotes_[1].end = CivilDay(2026, 7, 6);
  EXPECT_EQ(At("EUR", CivilDay(2026, 7, 4)), "1.1 of 2026-07-01");
  EXPECT_EQ(At("EUR", CivilDay(2026, 7, 6)), "1.2 of 2026-07-05");
  EXPECT_EQ(At("EUR", CivilDay(2026, 7, 7)), "none");
}

TEST_F(PriceTableTest, QuotesAreOfManyUnits) {
  quotes_ = {Of("JPY", "USD", CivilDay(2026, 7, 1), "0.65")};
  quotes_[0].from_amount = base::Decimal(100, 0);
  EXPECT_EQ(At("JPY", CivilDay(2026, 7, 4)), "0.0065 of 2026-07-01");
}

TEST_F(PriceTableTest, APairComesBeforeItsReverseAndBothBeforeAWayAround) {
  quotes_ = {Of("USD", "CAD", CivilDay(2026, 7, 1), "1.25"),
             Of("EUR", "CAD", CivilDay(2026, 7, 1), "1.5"),
             Of("EUR", "USD", CivilDay(2026, 7, 1), "1.6")};
  EXPECT_EQ(At("CAD", CivilDay(2026, 7, 4)), "0.8 of 2026-07-01");
  quotes_.push_back(Of("CAD", "USD", CivilDay(2026, 7, 2), "0.75"));
  EXPECT_EQ(At("CAD", CivilDay(2026, 7, 1)), "0.8 of 2026-07-01");
  EXPECT_EQ(At("CAD", CivilDay(2026, 7, 4)), "0.75 of 2026-07-02");
}

// Business Central's rates may be relative to a third currency.
TEST_F(PriceTableTest, GoesOverTwoOthersAtMost) {
  quotes_ = {Of("MXN", "CAD", CivilDay(2026, 7, 3), "0.1"),
             Of("CAD", "EUR", CivilDay(2026, 7, 1), "0.5"),
             Of("EUR", "USD", CivilDay(2026, 7, 2), "2"),
             Of("PEN", "MXN", CivilDay(2026, 7, 2), "2")};
  EXPECT_EQ(At("MXN", CivilDay(2026, 7, 4)), "0.1 of 2026-07-01")
      << "as old as the oldest part";
  EXPECT_EQ(At("PEN", CivilDay(2026, 7, 4)), "none");
}

TEST_F(PriceTableTest, OfSeveralWaysThatOverTheFirstOfTheAlphabet) {
  quotes_ = {Of("SEK", "EUR", CivilDay(2026, 7, 1), "0.1"),
             Of("SEK", "CHF", CivilDay(2026, 7, 1), "0.2"),
             Of("EUR", "USD", CivilDay(2026, 7, 1), "1"),
             Of("CHF", "USD", CivilDay(2026, 7, 1), "1")};
  EXPECT_EQ(At("SEK", CivilDay(2026, 7, 4)), "0.2 of 2026-07-01");
}

TEST_F(PriceTableTest, WhatTheConfigurationSaysComesFirst) {
  settings_.exchange_rates["CAD"] = base::Decimal(73, 2);
  quotes_ = {Of("CAD", "USD", CivilDay(2026, 7, 1), "0.8"),
             Of("SEK", "CAD", CivilDay(2026, 7, 1), "0.1")};
  EXPECT_EQ(At("CAD", CivilDay(2026, 7, 4)), "0.73");
  EXPECT_EQ(At("SEK", CivilDay(2026, 7, 4)), "0.08 of 2026-07-01")
      << "the quotes of a feed belong together";
  feed_ = "erp";
  EXPECT_EQ(At("SEK", CivilDay(2026, 7, 4)), "none")
      << "another feed than configured";
  EXPECT_EQ(At("CAD", CivilDay(2026, 7, 4)), "0.73");
}

TEST_F(PriceTableTest, SaysForHowLongPricesHold) {
  quotes_ = {Of("EUR", "USD", CivilDay(2026, 7, 10), "1.1"),
             Of("EUR", "USD", CivilDay(2026, 7, 13), "1.1"),
             Of("EUR", "USD", CivilDay(2026, 7, 14), "1.2")};
  const PriceTable table(settings_, {feed_, quotes_});
  const auto midnight = [](CivilDay day) {
    return absl::ToUnixMicros(absl::FromCivil(day, absl::UTCTimeZone()));
  };
  const auto span = table.SpanAt(Noon(CivilDay(2026, 7, 12)));
  EXPECT_EQ(span.first, midnight(CivilDay(2026, 7, 10)));
  EXPECT_EQ(span.second, midnight(CivilDay(2026, 7, 13)) - 1);
  EXPECT_EQ(table.SpanAt(Noon(CivilDay(2026, 7, 1))).first, index::kNoTime);
  EXPECT_EQ(table.SpanAt(Noon(CivilDay(2026, 8, 1))).second, index::kForever);
  EXPECT_NE(table.At(span.second), table.At(span.second + 1));
  EXPECT_EQ(table.At(span.first), table.At(span.second));
  EXPECT_EQ(table.newest_day(), CivilDay(2026, 7, 14));
}

TEST(MinorDigitsTest, AreOfIso4217) {
  EXPECT_EQ(MinorDigits("USD"), 2);
  EXPECT_EQ(MinorDigits("JPY"), 0);
  EXPECT_EQ(MinorDigits("KWD"), 3);
  EXPECT_EQ(MinorDigits(""), 2);
}

}  // namespace
}  // namespace landfall::rates
