#include "client/cli/render.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "client/cli/text.h"
#include "server/serve/api/convert.h"
#include "tests/unit/serve/fake_reconciler.h"

namespace landfall::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Compares with a file below tests/golden/cli; with UPDATE_GOLDEN=1 in the
// environment it writes the file instead.
void ExpectGolden(const std::string& name, const std::string& actual) {
  const std::string path =
      std::string(LANDFALL_SOURCE_DIR) + "/tests/golden/cli/" + name;
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    std::ofstream(path) << actual;
    return;
  }
  std::ifstream file(path);
  ASSERT_TRUE(file.is_open()) << path;
  std::stringstream expected;
  expected << file.rdbuf();
  EXPECT_EQ(actual, expected.str()) << "UPDATE_GOLDEN=1 rewrites " << path;
}

v1::CheckPromotionResponse Check() {
  v1::CheckPromotionResponse check;
  serve::api::FillCheck(landfall::testing::FullAnswer(),
                        landfall::testing::TestNow(), &check);
  return check;
}

v1::Card Card() {
  v1::Card card;
  serve::api::FillCard(landfall::testing::FullCard(), &card);
  return card;
}

v1::ListCardRecordsResponse Records() {
  v1::ListCardRecordsResponse records;
  serve::api::FillCardRecord(landfall::testing::FullCardRecord(),
                             records.add_value());
  v1::CardRecord* wide = records.add_value();
  *wide = records.value(0);
  wide->set_name("株式会社 \"Ü\", Tokyo");
  wide->mutable_blocked_value()->set_amount(1234567.891);
  wide->mutable_blocked_value()->set_currency_code("JPY");
  records.set_total_count(17);
  return records;
}

v1::GetCardHistoryResponse History() {
  v1::GetCardHistoryResponse history;
  serve::api::FillCardHistory(landfall::testing::FullCardHistory(), &history);
  return history;
}

v1::ListEventsResponse Events() {
  v1::ListEventsResponse events;
  model::ListedEvent listed = landfall::testing::FullEvent();
  listed.event.count.reset();
  listed.event.above.reset();
  serve::api::FillEvent(listed, events.add_value());
  listed.event = {};
  listed.event.type = model::EventType::kAlertFired;
  listed.event.at = landfall::testing::TestNow();
  listed.event.card = "ecom-absent";
  listed.event.count = 11;
  listed.event.above = 10;
  serve::api::FillEvent(listed, events.add_value());
  listed.event = {};
  listed.event.type = model::EventType::kSourceStale;
  listed.event.at = landfall::testing::TestNow();
  listed.event.source = "erp";
  serve::api::FillEvent(listed, events.add_value());
  events.set_next_cursor("next");
  events.set_more(true);
  return events;
}

v1::ListSourcesResponse Sources() {
  const landfall::testing::FakeReconciler reconciler;
  const absl::Time now = landfall::testing::TestNow();
  v1::ListSourcesResponse sources;
  for (const auto& status : reconciler.ListSources(now)) {
    serve::api::FillSource(status, reconciler.settings().FindSource(status.id),
                           now, sources.add_sources());
  }
  for (const auto& entity : reconciler.settings().legal_entities) {
    serve::api::FillLegalEntity(entity, sources.add_legal_entities());
  }
  return sources;
}

TEST(RenderTest, DrawsAnswersForPeople) {
  ExpectGolden("check.txt", ViewCheck(Check(), Colors::kOff).text);
  ExpectGolden("card.txt", ViewCard(Card(), Colors::kOff).text);
  v1::ListCardsResponse cards;
  *cards.add_cards() = Card();
  ExpectGolden("cards.txt", ViewCards(cards, Colors::kOff).text);
  ExpectGolden("list.txt", ViewCardRecords(Records(), Colors::kOff).text);
  ExpectGolden("history.txt", ViewCardHistory(History(), Colors::kOff).text);
  ExpectGolden("events.txt", ViewEvents(Events(), Colors::kOff).text);
  ExpectGolden("sources.txt", ViewSources(Sources(), Colors::kOff).text);
  ExpectGolden("source-keys.txt", ViewSourceKeys(Sources(), Colors::kOff).text);
}

TEST(RenderTest, WritesCsvForPrograms) {
  ExpectGolden("check.csv", RenderCsv(ViewCheck(Check(), Colors::kOff).csv));
  ExpectGolden("card.csv", RenderCsv(ViewCard(Card(), Colors::kOff).csv));
  ExpectGolden("list.csv",
               RenderCsv(ViewCardRecords(Records(), Colors::kOff).csv));
  ExpectGolden("history.csv",
               RenderCsv(ViewCardHistory(History(), Colors::kOff).csv));
  ExpectGolden("events.csv", RenderCsv(ViewEvents(Events(), Colors::kOff).csv));
}

TEST(RenderTest, WritesTheJsonOfTheContract) {
  ExpectGolden("check.json", JsonText(Check()) + "\n");
  ExpectGolden("card.json", JsonText(Card()) + "\n");
  ExpectGolden("history.json", JsonText(History()) + "\n");
  ExpectGolden("events.json", JsonText(Events()) + "\n");
  const std::string empty = JsonText(v1::CheckPromotionResponse());
  EXPECT_THAT(empty, HasSubstr("\"promoted\":false"));
  EXPECT_THAT(empty, HasSubstr("\"entities\":[]"));
}

TEST(RenderTest, DrawsTheNewestOfTooManyPoints) {
  v1::GetCardHistoryResponse history;
  EXPECT_THAT(ViewCardHistory(history, Colors::kOff).text,
              HasSubstr("0 landed"));
  for (int i = 0; i < 100; ++i) history.add_points()->set_count(1000);
  history.add_points()->set_count(1);
  history.add_points();
  const std::string text = ViewCardHistory(history, Colors::kOff).text;
  const std::string bars = text.substr(0, text.find('\n'));
  EXPECT_EQ(DisplayWidth(bars), 72);
  EXPECT_THAT(bars, ::testing::EndsWith("██▂▁"));
}

TEST(RenderTest, ColoursOnlyWhenAsked) {
  EXPECT_THAT(ViewCheck(Check(), Colors::kOff).text, Not(HasSubstr("\033")));
  EXPECT_THAT(ViewCheck(Check(), Colors::kOn).text,
              HasSubstr("\033[31mNOT_PROMOTED\033[0m"));
}

TEST(RenderTest, KeepsTheTerminalSafeFromNames) {
  v1::ListCardRecordsResponse records = Records();
  records.mutable_value(0)->set_name("Ann\033[2J\nB\u202Eob\u009B");
  const std::string text = ViewCardRecords(records, Colors::kOff).text;
  EXPECT_THAT(text, HasSubstr("Ann?[2J B?ob?"));
}

TEST(TextTest, CountsTheColumnsOfText) {
  EXPECT_EQ(DisplayWidth("abc"), 3);
  EXPECT_EQ(DisplayWidth("Zoë"), 3);
  EXPECT_EQ(DisplayWidth("Zoe\u0308"), 3);
  EXPECT_EQ(DisplayWidth("株式"), 4);
  EXPECT_EQ(DisplayWidth("\xff\xfe"), 2);
}

TEST(TextTest, WritesAmountsWithTheDecimalsOfTheCurrency) {
  EXPECT_EQ(AmountText(61200, "USD"), "61,200.00");
  EXPECT_EQ(AmountText(18400.5, "USD"), "18,400.50");
  EXPECT_EQ(AmountText(1234567, "JPY"), "1,234,567");
  EXPECT_EQ(AmountText(0.125, "KWD"), "0.125");
  EXPECT_EQ(AmountText(-1000, "EUR"), "-1,000.00");
  EXPECT_EQ(AmountText(999, "EUR"), "999.00");
  EXPECT_EQ(CountText(0), "0");
  EXPECT_EQ(CountText(1000), "1,000");
}

}  // namespace
}  // namespace landfall::cli
