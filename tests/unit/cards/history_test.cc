#include "server/cards/history.h"

#include <gtest/gtest.h>

#include "tests/unit/index/index_world.h"

namespace landfall::cards {
namespace {

using index::Micros;

constexpr Micros kSecond = 1'000'000;

TEST(TimeToPromotionTest, TakesTheNearestRank) {
  const struct {
    int count;  // waits of 1, 2, … seconds
    double p50, p90, p99;
  } cases[] = {
      {1, 1, 1, 1},    {2, 1, 2, 2},      {3, 2, 3, 3},       {10, 5, 9, 10},
      {11, 6, 10, 11}, {100, 50, 90, 99}, {101, 51, 91, 100},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(test.count);
    std::vector<Micros> waits;
    for (int i = test.count; i > 0; --i) waits.push_back(i * kSecond);
    const model::TimeToPromotion time = TimeToPromotionOf(waits);
    EXPECT_EQ(time.landed, test.count);
    EXPECT_DOUBLE_EQ(time.p50_seconds, test.p50);
    EXPECT_DOUBLE_EQ(time.p90_seconds, test.p90);
    EXPECT_DOUBLE_EQ(time.p99_seconds, test.p99);
  }
  EXPECT_EQ(TimeToPromotionOf({}).landed, 0);
}

TEST(PlanHistoryTest, PutsAPointAtTheEndOfEveryStep) {
  model::Settings settings = index::ThreeSources();
  settings.cards = model::BuiltInCards();
  const auto rulebook = *index::Rulebook::Create(
      settings, base::Hasher(std::string(base::Hasher::kSecretSize, 's')));
  const absl::Time to = absl::FromUnixSeconds(1'780'000'000);
  const struct {
    absl::Duration span;
    model::HistoryStep step;
    size_t points;  // 0: refused
  } cases[] = {
      {absl::Hours(5), model::HistoryStep::kHour, 5},
      {absl::Hours(5) + absl::Microseconds(1), model::HistoryStep::kHour, 6},
      {absl::Minutes(5), model::HistoryStep::kHour, 1},
      {absl::Hours(48), model::HistoryStep::kDay, 2},
      {absl::Hours(24 * 15), model::HistoryStep::kWeek, 3},
      {absl::Hours(1000), model::HistoryStep::kHour, 1000},
      {absl::Hours(1000) + absl::Microseconds(1), model::HistoryStep::kHour, 0},
      {absl::ZeroDuration(), model::HistoryStep::kHour, 0},
      {absl::Hours(-1), model::HistoryStep::kHour, 0},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(absl::FormatDuration(test.span));
    model::CardHistoryQuery query;
    query.card.card = "ecom-absent";
    query.card.as_of = to;
    query.from = to - test.span;
    query.step = test.step;
    const auto plan = PlanHistory(*rulebook, query);
    ASSERT_EQ(plan.ok(), test.points > 0);
    if (!plan.ok()) continue;
    EXPECT_EQ(plan->ends.size(), test.points);
    EXPECT_EQ(plan->ends.back(), absl::ToUnixMicros(to));
    EXPECT_GT(plan->ends.front(), plan->from);
  }
}

}  // namespace
}  // namespace landfall::cards
