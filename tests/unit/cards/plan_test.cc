#include "server/cards/plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/index/index_world.h"

namespace landfall::cards {
namespace {

using ::testing::HasSubstr;

class PlanTest : public ::testing::Test {
 protected:
  PlanTest() {
    model::Settings settings = index::ThreeSources();
    settings.cards = model::BuiltInCards();
    settings.sources[2].channel = "DTC";
    rulebook_ = *index::Rulebook::Create(
        std::move(settings),
        base::Hasher(std::string(base::Hasher::kSecretSize, 's')));
  }

  static model::CardQuery Query(const std::string& card) {
    model::CardQuery query;
    query.card = card;
    query.as_of = absl::FromUnixSeconds(1'780'000'000);
    return query;
  }

  std::shared_ptr<const index::Rulebook> rulebook_;
};

TEST_F(PlanTest, KnowsEveryBuiltInCard) {
  const struct {
    const char* card;
    Population population;
    Measure measure;
    int days;
  } cases[] = {
      {"dataverse-not-promoted", Population::kDataverse, Measure::kAbsent, 7},
      {"ecom-absent", Population::kShop, Measure::kAbsent, 7},
      {"ecom-absent-connector", Population::kShop, Measure::kAbsent, 7},
      {"new-customers", Population::kNewCustomers, Measure::kEverybody, 30},
      {"active-customers", Population::kShop, Measure::kPresent, 7},
      {"orders-blocked", Population::kShop, Measure::kBlockedOrders, 7},
      {"field-drift", Population::kChanged, Measure::kDrift, 30},
      {"flow-failures", Population::kEvents, Measure::kEvents, 7},
  };
  EXPECT_EQ(model::BuiltInCards().size(), std::size(cases));
  for (const auto& test : cases) {
    SCOPED_TRACE(test.card);
    const auto plan = PlanCard(*rulebook_, Query(test.card));
    ASSERT_TRUE(plan.ok());
    EXPECT_EQ(plan->population, test.population);
    EXPECT_EQ(plan->measure, test.measure);
    const expect::Window& window = plan->question.window;
    EXPECT_EQ(window.end, 1'780'000'000'000'000);
    EXPECT_EQ(window.end - window.start, test.days * 24 * index::kHour);
    EXPECT_EQ(plan->question.without_orders_any,
              test.population == Population::kNewCustomers);
  }
}

TEST_F(PlanTest, NamesWhatIsWrongAndWhatIsKnown) {
  const struct {
    void (*spoil)(model::CardQuery&);
    absl::StatusCode code;
    const char* message;
  } cases[] = {
      {[](auto& q) { q.card = "none"; }, absl::StatusCode::kNotFound,
       "card: unknown card; known are dataverse-not-promoted, ecom-absent"},
      {[](auto& q) { q.source = "none"; }, absl::StatusCode::kInvalidArgument,
       "source: unknown source; known are erp, crm, web"},
      {[](auto& q) { q.entity = "none"; }, absl::StatusCode::kInvalidArgument,
       "entity: unknown legal entity; known are USTR, CATR"},
      {[](auto& q) { q.channel = "none"; }, absl::StatusCode::kInvalidArgument,
       "channel: unknown channel; known are DTC"},
      {[](auto& q) { q.window_days = 0; }, absl::StatusCode::kInvalidArgument,
       "window_days: must be 1 to 366"},
      {[](auto& q) { q.window_days = 367; }, absl::StatusCode::kInvalidArgument,
       "window_days: must be 1 to 366"},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(test.message);
    model::CardQuery query = Query("ecom-absent");
    test.spoil(query);
    const auto plan = PlanCard(*rulebook_, query);
    EXPECT_EQ(plan.status().code(), test.code);
    EXPECT_THAT(std::string(plan.status().message()), HasSubstr(test.message));
  }
}

}  // namespace
}  // namespace landfall::cards
