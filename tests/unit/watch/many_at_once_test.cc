// What comes and goes in more than one batch is told as it would be in one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/unit/watch/watched.h"

namespace landfall::watch {
namespace {

using reconcile::Now;
using reconcile::Order;
using reconcile::Shopper;
using ::testing::Each;
using ::testing::SizeIs;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

constexpr char kCard[] = "ecom-absent";

std::string WithoutAwaiting() {
  return absl::StrCat(kExpectation,
                      "cards:\n  - {id: ecom-absent, count_awaiting: false}\n");
}

WatchOptions OneAtATime() {
  WatchOptions options;
  options.most = 1;
  return options;
}

// Customers with an order that is as old as `age`.
std::vector<model::Record> Shoppers(int first, int count, absl::Duration age) {
  std::vector<model::Record> records;
  for (int n = first; n < first + count; ++n) {
    const std::string id = absl::StrCat(n);
    records.push_back(
        Shopper(id, absl::StrCat("Ann", n), absl::StrCat("ann", n, "@x.com")));
    records.push_back(Order(id, id, "US", "10.00"));
    std::get<model::Order>(records.back().body).placed_at = Now() - age;
  }
  return records;
}

// Who has entered, without the alerts.
std::vector<std::string> Entered(Watched& world) {
  std::vector<std::string> news = world.News(kCard);
  std::erase_if(news, [](const std::string& text) {
    return !absl::StartsWith(text, "ENTERED ");
  });
  return news;
}

class BatchesTest : public ::testing::TestWithParam<size_t> {
 protected:
  WatchOptions Options() const {
    WatchOptions options;
    options.most = GetParam();
    return options;
  }
};

TEST_P(BatchesTest, ChangesAreTheCauseInEveryBatch) {
  Watched world(std::string(kExpectation), Options());
  world.Look();
  world.Upsert(Shoppers(1, 100, absl::Hours(1)));
  const auto news = Entered(world);
  EXPECT_THAT(news, SizeIs(100));
  EXPECT_THAT(news, Each(StartsWith("ENTERED CHANGED")));
}

TEST_P(BatchesTest, TheClockIsTheCauseInEveryBatch) {
  Watched world(WithoutAwaiting(), Options());
  world.Look();
  world.Upsert(Shoppers(1, 100, absl::Minutes(1)));
  world.Look();
  world.clock().Advance(absl::Minutes(15));
  const auto news = Entered(world);
  EXPECT_THAT(news, SizeIs(100));
  EXPECT_THAT(news, Each(StartsWith("ENTERED TIME")));
}

INSTANTIATE_TEST_SUITE_P(All, BatchesTest, ::testing::Values(1, 40, 1000));

// Whoever waited when the look before was over has waited in every batch.
TEST(WatchBatchesTest, WhoWaitedIsToldSoBesideChanges) {
  Watched world(WithoutAwaiting(), OneAtATime());
  world.Look();
  world.Upsert(Shoppers(1, 2, absl::Minutes(1)));
  world.Look();
  world.clock().Advance(absl::Minutes(15));
  world.Upsert(Shoppers(3, 1, absl::Hours(1)));
  EXPECT_THAT(
      world.News(kCard),
      UnorderedElementsAre("ENTERED TIME ecom-absent web/customer/1 Ann1",
                           "ENTERED TIME ecom-absent web/customer/2 Ann2",
                           "ENTERED CHANGED ecom-absent web/customer/3 Ann3"));
}

}  // namespace
}  // namespace landfall::watch
