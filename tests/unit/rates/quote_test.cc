#include "server/rates/quote.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace landfall::rates {
namespace {

using absl::CivilDay;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Quote Of(const std::string& to, CivilDay start, const std::string& amount) {
  Quote quote;
  quote.from = "EUR";
  quote.to = to;
  quote.start = start;
  quote.to_amount = *ReadAmount(amount);
  return quote;
}

TEST(QuoteTest, SurvivesTheStore) {
  Quotes quotes{"ecb",
                {Of("CAD", CivilDay(2026, 7, 8), "1.5623"),
                 Of("CAD", CivilDay(2026, 7, 9), "1.56"),
                 Of("USD", CivilDay(1, 1, 1), "0.0000000000000001")}};
  quotes.list[1].end = CivilDay(2026, 12, 31);
  quotes.list[2].from_amount = base::Decimal(100, 0);
  const auto back = DecodeQuotes(EncodeQuotes(quotes));
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(back->feed, "ecb");
  EXPECT_EQ(back->list, quotes.list);
  EXPECT_THAT(DecodeQuotes(EncodeQuotes({"erp", {}}))->list, IsEmpty());
}

TEST(QuoteTest, RefusesOtherTexts) {
  for (const char* text :
       {"", "quotes 1 ", "pair EUR USD\n", "quotes 1 ecb\n2026-07-09 1 1\n",
        "quotes 1 ecb\npair EUR usd\n2026-07-09 1 1\n",
        "quotes 1 ecb\npair EUR USD\n2026-07-32 1 1\n",
        "quotes 1 ecb\npair EUR USD\n2026-07-09 0 1\n",
        "quotes 1 ecb\npair EUR USD\n2026-07-09 1 1 1 1\n"}) {
    EXPECT_EQ(DecodeQuotes(text).status().code(), absl::StatusCode::kDataLoss)
        << text;
  }
}

TEST(QuoteTest, ReadsAmounts) {
  EXPECT_EQ(ReadAmount("85.20")->ToString(), "85.2");
  EXPECT_EQ(ReadAmount("0.93457943925233644859")->ToString(),
            "0.9345794392523364");
  for (const char* text : {"", "0", "-1", "x", "1000000000", "NaN"}) {
    EXPECT_FALSE(ReadAmount(text).has_value()) << text;
  }
}

TEST(MergeTest, WhatWasReadLastCounts) {
  const auto merged = Merge({Of("CAD", CivilDay(2026, 7, 8), "1"),
                             Of("USD", CivilDay(2026, 7, 8), "1")},
                            {Of("USD", CivilDay(2026, 7, 9), "3"),
                             Of("USD", CivilDay(2026, 7, 8), "2"),
                             Of("USD", CivilDay(2026, 7, 8), "4")});
  EXPECT_THAT(merged, ElementsAre(Of("CAD", CivilDay(2026, 7, 8), "1"),
                                  Of("USD", CivilDay(2026, 7, 8), "4"),
                                  Of("USD", CivilDay(2026, 7, 9), "3")));
}

TEST(MergeTest, KeepsOldQuotesOnlyWhereTheyHold) {
  const CivilDay newest(2026, 7, 9);
  const auto merged = Merge(
      {}, {Of("CAD", CivilDay(2010, 1, 1), "1"),
           Of("CAD", CivilDay(2011, 1, 1), "2"),
           Of("USD", CivilDay(2010, 1, 1), "3"),
           Of("USD", newest - kDaysKept + 1, "4"), Of("USD", newest, "5")});
  EXPECT_THAT(merged, ElementsAre(Of("CAD", CivilDay(2011, 1, 1), "2"),
                                  Of("USD", CivilDay(2010, 1, 1), "3"),
                                  Of("USD", newest - kDaysKept + 1, "4"),
                                  Of("USD", newest, "5")));
}

TEST(ReadNoteTest, SurvivesTheStore) {
  const auto note =
      DecodeRead(EncodeRead({"ecb", absl::FromUnixSeconds(1'780'000'000)}));
  ASSERT_TRUE(note.has_value());
  EXPECT_EQ(note->feed, "ecb");
  EXPECT_EQ(note->at, absl::FromUnixSeconds(1'780'000'000));
  EXPECT_FALSE(DecodeRead("x ecb").has_value());
}

}  // namespace
}  // namespace landfall::rates
