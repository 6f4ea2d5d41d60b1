#include "server/recall/presence_memory.h"

#include <gtest/gtest.h>

#include "server/index/guests.h"
#include "server/recall/recall.h"
#include "tests/unit/index/index_world.h"

namespace landfall::recall {
namespace {

using namespace index;  // NOLINT: the words of its tests

const char kMail[] = "ann@contoso-mail.com";

class PresenceMemoryTest : public ::testing::Test {
 protected:
  // Remembers the account in USTR; true if it took.
  bool Remember(RowIndex row, Micros as_of = kNow) {
    recall_.KeepPresence(world_, row, as_of, {0}, true, Drift::kUnknown);
    return recall_.FindPresence(world_, row, as_of).has_value();
  }

  Recall recall_{/*on=*/true};
  World world_{MakeRulebook(), &recall_};
};

TEST_F(PresenceMemoryTest, GivesBackWhatItWasTold) {
  const RowIndex ann = Put(&world_, AccountRecord("a", kMail, kNow - kHour));
  const struct {
    EntitySet entities;
    bool plain;
    bool taken;
  } cases[] = {
      {{0}, true, true},       {{1}, false, true},    {{0, 1}, true, true},
      {{7, 2046}, true, true}, {{2047}, true, false}, {{0, 1, 2}, true, false},
      {{}, true, false},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(test.entities.size());
    Recall recall(/*on=*/true);
    World world(MakeRulebook(), &recall);
    const RowIndex row = Put(&world, AccountRecord("a", kMail, kNow - kHour));
    recall.KeepPresence(world, row, kNow, test.entities, test.plain,
                        Drift::kSome);
    const auto presence = recall.FindPresence(world, row, kNow);
    ASSERT_EQ(presence.has_value(), test.taken);
    if (!test.taken) continue;
    EXPECT_EQ(presence->entities, test.entities);
    EXPECT_EQ(presence->plain, test.plain);
    EXPECT_EQ(presence->drift, Drift::kSome);
    // Who asks something else knows nothing of it, and takes nothing away.
    recall.KeepPresence(world, row, kNow, test.entities, test.plain,
                        Drift::kUnknown);
    EXPECT_EQ(recall.FindPresence(world, row, kNow)->drift, Drift::kSome);
    EXPECT_TRUE(presence->alone);
    EXPECT_GE(presence->since, kNow - kHour);
    EXPECT_LT(presence->since, kNow - kHour + 61 * kSecond);
  }
  EXPECT_FALSE(recall_.FindPresence(world_, ann, kNow).has_value());
}

TEST_F(PresenceMemoryTest, HoldsFromTheLastEventOn) {
  const RowIndex ann = Put(&world_, AccountRecord("a", kMail, kNow - kHour));
  Put(&world_, MasterRecord("C-1", kMail, kNow - 600 * kSecond));
  EXPECT_FALSE(Remember(ann, kNow - 700 * kSecond));
  ASSERT_TRUE(Remember(ann));
  EXPECT_FALSE(
      recall_.FindPresence(world_, ann, kNow - 601 * kSecond).has_value());
  EXPECT_TRUE(
      recall_.FindPresence(world_, ann, kNow - 530 * kSecond).has_value());
  EXPECT_TRUE(recall_.FindPresence(world_, ann, kNow + kHour).has_value());
}

TEST_F(PresenceMemoryTest, ForgetsWhenAnythingInTheClusterChanges) {
  const model::Record changes[] = {
      MasterRecord("C-2", kMail, kNoTime),
      AccountRecord("b", kMail, kNow - kHour),
      OrderRecord("1", "", kMail, kNow - kHour),
  };
  const RowIndex ann = Put(&world_, AccountRecord("a", kMail, kNow - kHour));
  const RowIndex bob =
      Put(&world_, AccountRecord("z", "bob@contoso-mail.com", kNow - kHour));
  ASSERT_TRUE(Remember(bob));
  for (const model::Record& change : changes) {
    SCOPED_TRACE(change.ref.ToString());
    ASSERT_TRUE(Remember(ann));
    Put(&world_, change);
    EXPECT_FALSE(recall_.FindPresence(world_, ann, kNow).has_value());
    ASSERT_TRUE(Remember(ann));
    Take(&world_, change);
    EXPECT_FALSE(recall_.FindPresence(world_, ann, kNow).has_value());
  }
  EXPECT_TRUE(recall_.FindPresence(world_, bob, kNow).has_value());
}

TEST_F(PresenceMemoryTest, KnowsWhetherAGuestSharesTheAddress) {
  const RowIndex ann = Put(&world_, ShopperRecord("1", kMail, kNow - kHour));
  EXPECT_FALSE(MayHaveGuests(world_, ann));
  Put(&world_, OrderRecord("11", "", kMail, kNow - kHour));
  EXPECT_TRUE(MayHaveGuests(world_, ann));
  ASSERT_TRUE(Remember(ann));
  EXPECT_FALSE(recall_.FindPresence(world_, ann, kNow)->alone);
}

TEST_F(PresenceMemoryTest, DeclinesCustomersWhoShareKeysWithMany) {
  const RowIndex ann = Put(&world_, AccountRecord("a", kMail, kNow - kHour));
  for (int i = 0; i < 40; ++i) {
    Put(&world_, MasterRecord("C-" + std::to_string(i), kMail, kNoTime));
  }
  EXPECT_FALSE(Remember(ann));
}

// Whoever joins a crowd concerns those who were none before, and nobody else.
TEST_F(PresenceMemoryTest, ForgetsWhomSomebodyOfACrowdJoins) {
  const char kCrowd[] = "info@contoso-mail.com";
  for (int i = 0; i < 40; ++i) {
    Put(&world_, MasterRecord("C-" + std::to_string(i), kCrowd, kNoTime));
  }
  const RowIndex ann = Put(&world_, AccountRecord("a", kMail, kNow - kHour));
  const RowIndex bob =
      Put(&world_, AccountRecord("z", "bob@contoso-mail.com", kNow - kHour));
  ASSERT_TRUE(Remember(ann));
  ASSERT_TRUE(Remember(bob));
  Put(&world_, OrderRecord("1", "9", kCrowd, kNow - kHour));
  EXPECT_TRUE(recall_.FindPresence(world_, ann, kNow).has_value());
  Put(&world_, OrderRecord("2", "9", kMail, kNow - kHour));
  EXPECT_FALSE(recall_.FindPresence(world_, ann, kNow).has_value());
  EXPECT_FALSE(Remember(ann));
  Take(&world_, OrderRecord("2", "9", kMail, kNow - kHour));
  EXPECT_TRUE(Remember(ann));
  EXPECT_TRUE(recall_.FindPresence(world_, bob, kNow).has_value());
}

}  // namespace
}  // namespace landfall::recall
