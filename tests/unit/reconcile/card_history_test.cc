// A card over time: its points are cards, and who landed between them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/test_engine.h"

namespace landfall::reconcile {
namespace {

using ::testing::HasSubstr;

// Shopper `id` with one order to the US, `before` Now(), and the email that her
// master has.
std::vector<model::Record> Buyer(const std::string& id, absl::Duration before) {
  model::Record order =
      Order("10" + id, id, "US", "10", "USD", id + "@contoso-mail.com");
  std::get<model::Order>(order.body).placed_at = Now() - before;
  return {Shopper(id, "Buyer " + id, id + "@contoso-mail.com"), order};
}

model::Record MasterOf(const std::string& id, const std::string& entity,
                       std::optional<absl::Duration> before) {
  model::Record master = Master(entity, "C-" + id, id + "@contoso-mail.com");
  if (before) master.created = Now() - *before;
  return master;
}

model::CardHistory History(const Engine& engine, model::HistoryStep step,
                           absl::Duration span,
                           const std::string& entity = "") {
  model::CardHistoryQuery query;
  query.card.card = "ecom-absent";
  query.card.as_of = Now();
  query.card.entity = entity;
  query.from = Now() - span;
  query.step = step;
  auto history = engine->GetCardHistory(query);
  EXPECT_TRUE(history.ok()) << history.status();
  return history.ok() ? *std::move(history) : model::CardHistory();
}

class CardHistoryTest : public ::testing::Test {
 protected:
  CardHistoryTest() {
    engine_.Upsert(Buyer("1", absl::Hours(60)));
    engine_.Upsert(Buyer("2", absl::Hours(50)));
    engine_.Upsert(Buyer("3", absl::Hours(40)));
    engine_.Upsert(Buyer("4", absl::Hours(30)));
    // 1 waited 10 hours, 2 two; 3 was always there, 4 before she bought.
    engine_.Upsert({MasterOf("1", "USTR", absl::Hours(50)),
                    MasterOf("2", "USTR", absl::Hours(48)),
                    MasterOf("3", "USTR", std::nullopt),
                    MasterOf("4", "USTR", absl::Hours(31))});
    engine_.ReadAll();
  }

  Engine engine_;
};

TEST_F(CardHistoryTest, SaysAtEachPointWhatTheCardSays) {
  engine_.Upsert(Buyer("5", absl::Hours(20)));
  for (model::HistoryStep step :
       {model::HistoryStep::kHour, model::HistoryStep::kDay,
        model::HistoryStep::kWeek}) {
    const model::CardHistory history =
        History(engine_, step, absl::Hours(24 * 8 + 5));
    ASSERT_FALSE(history.points.empty());
    EXPECT_EQ(history.points.back().as_of, Now());
    for (const model::CardHistoryPoint& point : history.points) {
      SCOPED_TRACE(point.as_of);
      model::CardQuery query;
      query.card = "ecom-absent";
      query.as_of = point.as_of;
      const auto card = engine_->GetCard(query);
      ASSERT_TRUE(card.ok());
      EXPECT_EQ(point.count, card->count);
      EXPECT_EQ(point.not_promoted, card->stages.not_promoted);
      EXPECT_EQ(point.awaiting_sync, card->stages.awaiting_sync);
      EXPECT_EQ(point.in_window, card->stages.in_window);
      EXPECT_EQ(point.blocked_value.amount, card->blocked_value.amount);
      EXPECT_EQ(point.alert_firing, card->alert.firing);
    }
  }
}

TEST_F(CardHistoryTest, EndsItsLastStepWhereTheSpanEnds) {
  const auto points =
      History(engine_, model::HistoryStep::kDay, absl::Hours(53)).points;
  ASSERT_EQ(points.size(), 3u);
  EXPECT_EQ(points[0].as_of, Now() - absl::Hours(29));
  EXPECT_EQ(points[1].as_of, Now() - absl::Hours(5));
  EXPECT_EQ(points[2].as_of, Now());
  EXPECT_EQ(
      History(engine_, model::HistoryStep::kDay, absl::Hours(48)).points.size(),
      2u);
  EXPECT_EQ(
      History(engine_, model::HistoryStep::kWeek, absl::Hours(1)).points.size(),
      1u);
}

TEST_F(CardHistoryTest, CountsWhoLandedInEachStep) {
  // Asked twice: what is remembered must not change the answer.
  for (int round = 0; round < 2; ++round) {
    SCOPED_TRACE(round);
    const model::CardHistory history =
        History(engine_, model::HistoryStep::kHour, absl::Hours(51));
    ASSERT_EQ(history.points.size(), 51u);
    for (size_t i = 0; i < history.points.size(); ++i) {
      SCOPED_TRACE(history.points[i].as_of);
      // The first step ends 50 hours ago and includes its end.
      EXPECT_EQ(history.points[i].time_to_promotion.landed,
                i == 0 || i == 2 ? 1 : 0);
    }
    EXPECT_EQ(history.points[0].time_to_promotion.p50_seconds, 36000);
    EXPECT_EQ(history.points[2].time_to_promotion.p90_seconds, 7200);
    EXPECT_EQ(history.time_to_promotion.landed, 2);
    EXPECT_EQ(history.time_to_promotion.p50_seconds, 7200);
    EXPECT_EQ(history.time_to_promotion.p99_seconds, 36000);
  }
  // `from` itself is outside.
  EXPECT_EQ(History(engine_, model::HistoryStep::kHour, absl::Hours(50))
                .time_to_promotion.landed,
            1);
}

TEST_F(CardHistoryTest, CountsOnlyLandingsWhereTheCustomerIsExpected) {
  engine_.Upsert(Buyer("6", absl::Hours(20)));
  engine_.Upsert({MasterOf("6", "CATR", absl::Hours(10))});
  const auto landed = [&](const std::string& entity) {
    return History(engine_, model::HistoryStep::kDay, absl::Hours(96), entity)
        .time_to_promotion.landed;
  };
  EXPECT_EQ(landed(""), 2);
  EXPECT_EQ(landed("USTR"), 2);
  EXPECT_EQ(landed("CATR"), 0);
  engine_.Upsert({MasterOf("6", "USTR", absl::Hours(5))});
  EXPECT_EQ(landed(""), 3);
}

TEST_F(CardHistoryTest, NamesWhatIsWrong) {
  const struct {
    const char* card;
    absl::Duration span;
    absl::StatusCode code;
    const char* message;
  } cases[] = {
      {"none", absl::Hours(1), absl::StatusCode::kNotFound, "card: unknown"},
      {"ecom-absent", absl::ZeroDuration(), absl::StatusCode::kInvalidArgument,
       "from: must lie before to"},
      {"ecom-absent", absl::Hours(1000) + absl::Microseconds(1),
       absl::StatusCode::kInvalidArgument, "step: from and to are more than"},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(test.message);
    model::CardHistoryQuery query;
    query.card.card = test.card;
    query.card.as_of = Now();
    query.from = Now() - test.span;
    query.step = model::HistoryStep::kHour;
    const auto history = engine_->GetCardHistory(query);
    EXPECT_EQ(history.status().code(), test.code);
    EXPECT_THAT(std::string(history.status().message()),
                HasSubstr(test.message));
  }
}

}  // namespace
}  // namespace landfall::reconcile
