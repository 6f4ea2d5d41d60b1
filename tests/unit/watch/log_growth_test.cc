#include "server/watch/log_growth.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "absl/strings/str_cat.h"
#include "tests/unit/watch/watched.h"

namespace landfall::watch {
namespace {

class LogGrowthTest : public ::testing::Test {
 protected:
  LogGrowthTest() { world_.Look(); }

  // A customer who enters a card.
  void Enter(int i) {
    const std::string id = absl::StrCat(i);
    world_.Upsert(
        {reconcile::Shopper(id, "", absl::StrCat("c", i, "@contoso.com")),
         reconcile::Order(absl::StrCat("9", i), id, "US", "10.00")});
    world_.Look();
  }
  LogGrowth& growth() { return world_.engine().log_growth(); }

  Watched world_;
};

TEST_F(LogGrowthTest, TellsWhoListensOfEveryCommitWithEvents) {
  int told = 0;
  const auto listening = growth().Listen([&] { ++told; });
  Enter(1);
  EXPECT_EQ(told, 1);
  Enter(2);
  EXPECT_EQ(told, 2);
}

TEST_F(LogGrowthTest, IsSilentWithoutEvents) {
  int told = 0;
  const auto listening = growth().Listen([&] { ++told; });
  world_.Upsert({reconcile::Shopper("1", "", "ann@contoso.com")});
  EXPECT_EQ(told, 0);
  world_.Look();
  EXPECT_EQ(told, 1);
  world_.Look();
  EXPECT_EQ(told, 1);
}

TEST_F(LogGrowthTest, TellsNobodyWhoListensNoMore) {
  int told = 0;
  auto listening = growth().Listen([&] { ++told; });
  Enter(1);
  listening.reset();
  Enter(2);
  EXPECT_EQ(told, 1);
}

TEST_F(LogGrowthTest, ShowsTheEventsToWhoIsTold) {
  // What a reader would find, from a thread that is not the one that commits.
  size_t found = 0;
  const auto listening = growth().Listen(
      [&] { std::thread([&] { found = world_.Log().size(); }).join(); });
  Enter(1);
  EXPECT_EQ(found, world_.Log().size());
  EXPECT_GT(found, 0U);
}

TEST_F(LogGrowthTest, ListenersComeAndGoBesideCommits) {
  std::atomic<bool> done{false};
  std::thread others([&] {
    while (!done) {
      std::atomic<int> told{0};
      const auto listening = growth().Listen([&] { ++told; });
    }
  });
  for (int i = 1; i <= 20; ++i) Enter(i);
  done = true;
  others.join();
}

}  // namespace
}  // namespace landfall::watch
