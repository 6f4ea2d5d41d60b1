#include "server/index/last_changes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/index/times_ahead.h"
#include "tests/unit/index/index_world.h"

namespace landfall::index {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(LastChangesTest, KnowsTheNewestOfEachRow) {
  LastChanges changes;
  changes.Set(20000, 7);
  changes.Set(3, 9);
  changes.Set(3, 5);
  EXPECT_EQ(changes.Of(3), 5u);
  EXPECT_EQ(changes.At(3), 5 * kSecond);
  EXPECT_EQ(changes.Of(4), 0u);
  EXPECT_EQ(changes.At(4), kNoTime);
  EXPECT_EQ(changes.Of(1000000), 0u);
  EXPECT_THAT(changes.by_time(), ElementsAre(Pair(5, 3), Pair(7, 20000)));
  changes.Set(3, 0);
  EXPECT_THAT(changes.by_time(), ElementsAre(Pair(7, 20000)));
}

model::Record Changed(const char* id, Micros modified) {
  model::Record record = AccountRecord(id, "", kNow - kHour);
  if (modified != kNoTime) record.modified = absl::FromUnixMicros(modified);
  return record;
}

TEST(LastChangesTest, AreThoseOfMappedRows) {
  const auto rulebook = MakeRulebook();
  World world(rulebook);
  const auto put = [&](const model::Record& record) {
    const Facts facts = DeriveFacts(*rulebook, record);
    world.Apply(std::monostate(), facts);
    return facts;
  };
  const Facts ann = put(Changed("a", kNow + kSecond / 2));
  // Who was never changed was made.
  put(Changed("b", kNoTime));
  // Of masters and shop customers nobody asks.
  put(MasterRecord("C-1", "", kNow));
  put(ShopperRecord("1", "", kNow));
  const auto& changes = world.last_changes().by_time();
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes.begin()->first, (kNow - kHour) / kSecond);
  EXPECT_EQ(changes.rbegin()->first, kNow / kSecond);
  world.Apply(ann, std::monostate());
  EXPECT_EQ(changes.size(), 1u);
}

TEST(LastChangesTest, MayLieAheadOfTheClock) {
  const auto rulebook = MakeRulebook();
  World world(rulebook);
  world.Apply(std::monostate(),
              DeriveFacts(*rulebook, Changed("a", kNow + 5 * kSecond)));
  TimesAhead ahead;
  ahead.Note(world, 0, kNow);
  EXPECT_THAT(ahead.Take(kNow + 4 * kSecond), IsEmpty());
  EXPECT_THAT(ahead.Take(kNow + 5 * kSecond), ElementsAre(0u));
}

}  // namespace
}  // namespace landfall::index
