#include "server/recall/holder_limit.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "server/index/walked.h"
#include "server/match/near_finder.h"
#include "tests/unit/index/index_world.h"

namespace landfall::recall {
namespace {

using When = index::WorldMemory::When;

model::Record Number(int number) {
  return index::ShopperRecord(absl::StrCat(number), "everybody@contoso.com",
                              index::kNow);
}

class HolderLimitTest : public ::testing::Test {
 protected:
  // Puts a customer with the address of everybody into the world.
  bool Put(int number) {
    const index::RowIndex row = index::Put(&world_, Number(number));
    return limit_.MayPass(world_, row, When::kAfter);
  }
  // Takes one out.
  bool Take(int number) {
    const model::Record record = Number(number);
    const index::RowIndex row =
        world_.FindRow(world_.rulebook().RecordId(record.ref));
    const bool passes = limit_.MayPass(world_, row, When::kBefore);
    index::Take(&world_, record);
    return passes;
  }

  HolderLimit limit_;
  index::World world_{index::MakeRulebook()};
};

TEST_F(HolderLimitTest, NoticesThatOneMoreMatters) {
  for (int i = 1; i <= match::kMostOthers + 1; ++i) {
    const bool passes = Put(i);
    if (i == match::kMostOthers + 1) {
      EXPECT_TRUE(passes);
    }
    if (i < match::kMostOthers * 9 / 10) {
      EXPECT_FALSE(passes) << i;
    }
  }
}

TEST_F(HolderLimitTest, NoticesThatOneLessMatters) {
  constexpr int kAll = 2 * match::kMostOthers;
  for (int i = 1; i <= kAll; ++i) Put(i);
  for (int left = kAll; left > match::kMostOthers; --left) {
    const bool passes = Take(left);
    if (left == match::kMostOthers + 1) {
      EXPECT_TRUE(passes);
    }
    if (left > match::kMostOthers * 12 / 10) {
      EXPECT_FALSE(passes) << left;
    }
  }
}

TEST_F(HolderLimitTest, CountsAKeyOfVeryManyOnce) {
  constexpr int kMany = 20 * match::kMostOthers;
  for (int i = 1; i <= kMany; ++i) index::Put(&world_, Number(i));
  const int64_t before = index::walked;
  for (int i = 1; i <= kMany; ++i) Put(kMany + i);
  EXPECT_LT(index::walked - before, 3 * kMany);
}

TEST_F(HolderLimitTest, IsWaryOfSomebodyWithVeryManyKeys) {
  index::RowIndex row = index::kNone;
  for (int i = 0; i < 100; ++i) {
    index::Put(
        &world_,
        index::OrderRecord(absl::StrCat(i), "7",
                           absl::StrCat("me", i, "@contoso.com"), index::kNow));
  }
  row = world_.FindRow(world_.rulebook().RecordId({"web", "customer", "7"}));
  EXPECT_TRUE(limit_.MayPass(world_, row, When::kAfter));
}

}  // namespace
}  // namespace landfall::recall
