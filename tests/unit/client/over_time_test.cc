// The commands that look back: history and events.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/client/cli_fixture.h"

namespace landfall::cli {
namespace {

using ::testing::HasSubstr;

TEST_F(CliTest, ShowsACardOverTime) {
  model::CardHistoryQuery asked;
  reconciler_.on_get_history = [&](const model::CardHistoryQuery& query) {
    asked = query;
    return landfall::testing::FullCardHistory();
  };
  EXPECT_EQ(Run({"history", "ecom-absent", "--from", "2026-06-01", "--to",
                 "2026-06-08", "--step", "week", "--entity", "USTR", "--format",
                 "table"}),
            kSuccess);
  EXPECT_THAT(out_.str(), HasSubstr("2026-06-09T08:00:00Z"));
  EXPECT_EQ(asked.card.as_of - asked.from, absl::Hours(7 * 24));
  EXPECT_EQ(asked.step, model::HistoryStep::kWeek);
  EXPECT_EQ(asked.card.entity, "USTR");
  EXPECT_EQ(Run({"history", "ecom-absent", "--step", "month"}), kWrongUsage);
  EXPECT_THAT(err_.str(), HasSubstr("--step: one of hour, day, week"));
  EXPECT_EQ(Run({"history", "ecom-absent", "--from", "2026-06-09", "--to",
                 "2026-06-08"}),
            kServerError);
  EXPECT_THAT(err_.str(), HasSubstr("from: must lie before to"));
}

TEST_F(CliTest, ListsEventsPageByPage) {
  std::vector<model::EventsQuery> asked;
  reconciler_.on_list_events = [&](const model::EventsQuery& query) {
    asked.push_back(query);
    return model::EventsPage{
        {landfall::testing::FullEvent()}, "next", asked.size() < 3};
  };
  EXPECT_EQ(Run({"events", "ecom-absent", "--type", "LEFT", "--source", "b2b",
                 "--newest-first", "--cursor", "here", "--format", "table"}),
            kSuccess)
      << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("b2b/customer/88"));
  ASSERT_EQ(asked.size(), 3u);
  EXPECT_EQ(asked[0].card, "ecom-absent");
  EXPECT_EQ(asked[0].type, model::EventType::kLeft);
  EXPECT_EQ(asked[0].source, "b2b");
  EXPECT_EQ(asked[0].cursor, "here");
  EXPECT_TRUE(asked[0].newest_first);
  EXPECT_EQ(asked[2].cursor, "next");
  asked.clear();
  EXPECT_EQ(Run({"events", "--limit", "2"}), kSuccess);
  ASSERT_EQ(asked.size(), 2u);
  EXPECT_EQ(asked[0].page_size, 2);
  EXPECT_EQ(asked[0].card, "");
  EXPECT_EQ(Run({"events", "--type", "GONE"}), kWrongUsage);
}

}  // namespace
}  // namespace landfall::cli
