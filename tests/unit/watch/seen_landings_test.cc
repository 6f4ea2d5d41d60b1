// How long customers took to land, by what was seen.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/unit/watch/watched.h"

namespace landfall::watch {
namespace {

using model::HistoryStep;
using reconcile::Master;
using reconcile::Now;
using reconcile::Order;
using reconcile::Shopper;

class SeenLandingsTest : public ::testing::Test {
 protected:
  void Enter(const std::string& id) {
    world_.Upsert({Shopper(id, "", absl::StrCat("c", id, "@contoso.com")),
                   Order(absl::StrCat("9", id), id, "US", "10.00")});
    world_.Look();
  }

  // Without a creation time, so that the data cannot tell when it landed.
  void Land(const std::string& id) {
    world_.Upsert({Master("USTR", absl::StrCat("C-", id),
                          absl::StrCat("c", id, "@contoso.com"))});
    world_.Look();
  }

  void Pass(absl::Duration time) {
    world_.clock().Advance(time);
    world_.ReadAll();
  }

  // Of the last `steps` hours.
  model::CardHistory History(int steps, model::CardQuery card = {}) {
    model::CardHistoryQuery query;
    query.card = std::move(card);
    if (query.card.card.empty()) query.card.card = "ecom-absent";
    query.card.as_of = world_.clock().Now();
    query.from = world_.clock().Now() - steps * absl::Hours(1);
    query.step = HistoryStep::kHour;
    base::Budget endless;
    auto history = world_.engine().reconciler().GetCardHistory(query, endless);
    EXPECT_TRUE(history.ok()) << history.status();
    return history.ok() ? *std::move(history) : model::CardHistory();
  }

  Watched world_{"", {.keep = absl::Hours(48)}};
};

TEST_F(SeenLandingsTest, AreTimedFromEnteringToLanding) {
  world_.Look();
  Enter("1");
  Pass(absl::Minutes(10));
  Enter("2");
  Pass(absl::Minutes(20));
  Land("1");  // after 30 minutes
  Pass(absl::Hours(1));
  Land("2");  // after 80
  Pass(absl::Minutes(1));
  const model::CardHistory history = History(1);
  EXPECT_EQ(history.seen_since, Now());
  EXPECT_EQ(history.time_to_promotion.landed, 1);
  EXPECT_DOUBLE_EQ(history.time_to_promotion.p50_seconds, 80 * 60);
  // The first step of the last two hours begins before anybody looked.
  const model::CardHistory longer = History(2);
  EXPECT_EQ(longer.seen_since, Now());
  ASSERT_EQ(longer.points.size(), 2u);
  EXPECT_EQ(longer.points[0].time_to_promotion.landed, 0);
  EXPECT_EQ(longer.points[1].time_to_promotion.landed, 1);
}

TEST_F(SeenLandingsTest, LeaveOutWhoNobodySawEnter) {
  world_.Upsert(
      {Shopper("1", "", "c1@contoso.com"), Order("91", "1", "US", "10.00")});
  world_.Look();  // the first one
  Pass(absl::Minutes(10));
  Land("1");
  Pass(absl::Hours(1));
  EXPECT_EQ(History(1).time_to_promotion.landed, 0);
}

TEST_F(SeenLandingsTest, LeaveOutWhoDidNotLand) {
  world_.Look();
  Enter("1");
  Pass(absl::Hours(24 * 7));
  world_.Look();  // the order is too old
  Pass(absl::Minutes(1));
  const model::CardHistory history = History(1);
  EXPECT_TRUE(history.seen_since.has_value());
  EXPECT_EQ(history.time_to_promotion.landed, 0);
}

TEST_F(SeenLandingsTest, PassTheFiltersOfTheHistory) {
  world_.Look();
  Pass(absl::Hours(1));
  Enter("1");
  Pass(absl::Minutes(10));
  Land("1");
  Pass(absl::Minutes(1));
  const struct {
    std::string model::CardQuery::*filter;
    std::string value;
    int landed;
  } cases[] = {
      {&model::CardQuery::source, "web", 1},
      {&model::CardQuery::entity, "USTR", 1},
      {&model::CardQuery::entity, "CATR", 0},
      {&model::CardQuery::channel, "DTC", 1},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(test.value);
    model::CardQuery query;
    query.*test.filter = test.value;
    EXPECT_EQ(History(1, query).time_to_promotion.landed, test.landed);
  }
}

TEST_F(SeenLandingsTest, AreNotKnownForOtherQuestionsThanTheCards) {
  world_.Look();
  Pass(absl::Hours(2));
  EXPECT_TRUE(History(1).seen_since.has_value());
  model::CardQuery present;
  present.card = "active-customers";
  EXPECT_FALSE(History(1, present).seen_since.has_value());
  model::CardQuery wider;
  wider.window_days = 30;
  EXPECT_FALSE(History(1, wider).seen_since.has_value());
}

TEST_F(SeenLandingsTest, AreNotKnownBeforeWhatIsKept) {
  world_.Look();
  Enter("1");
  Pass(absl::Hours(40));
  Enter("2");
  Pass(absl::Hours(20));
  world_.Look();  // drops what was an hour before
  Pass(absl::Hours(1));
  const absl::Time since = Now() + absl::Microseconds(1);
  EXPECT_EQ(History(1).seen_since, since);
  EXPECT_EQ(History(60).seen_since, since);
  EXPECT_FALSE(History(70).points.empty());
}

TEST_F(SeenLandingsTest, AreTheSameAfterARestart) {
  world_.Look();
  Enter("1");
  Pass(absl::Minutes(30));
  world_.Restart();
  Land("1");
  Pass(absl::Minutes(40));
  world_.Restart();
  EXPECT_EQ(History(1).seen_since, Now());
  EXPECT_DOUBLE_EQ(History(1).time_to_promotion.p50_seconds, 30 * 60);
}

}  // namespace
}  // namespace landfall::watch
