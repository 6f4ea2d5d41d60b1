#include "server/recall/near_memory.h"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

namespace landfall::recall {
namespace {

match::NearHits Nothing() {
  return std::make_shared<const std::vector<match::NearHit>>();
}

TEST(NearMemoryTest, ForgetsWhoSharesABlock) {
  NearMemory memory;
  memory.Keep(1, Nothing(), {10, 11});
  memory.Keep(2, Nothing(), {11, 12});
  memory.Keep(3, Nothing(), {12});
  memory.Forget(std::vector<match::NearBlock>{11, 99});
  EXPECT_EQ(memory.Find(1), nullptr);
  EXPECT_EQ(memory.Find(2), nullptr);
  EXPECT_NE(memory.Find(3), nullptr);
}

TEST(NearMemoryTest, ForgetsOneRow) {
  NearMemory memory;
  memory.Keep(1, Nothing(), {10});
  memory.Keep(2, Nothing(), {10});
  memory.Forget(1);
  EXPECT_EQ(memory.Find(1), nullptr);
  EXPECT_NE(memory.Find(2), nullptr);
}

TEST(NearMemoryTest, ForgetsWhatWasKeptAgain) {
  NearMemory memory;
  for (int i = 0; i < 3; ++i) {
    memory.Keep(1, Nothing(), {10});
    EXPECT_NE(memory.Find(1), nullptr);
    memory.Forget(std::vector<match::NearBlock>{10});
    EXPECT_EQ(memory.Find(1), nullptr);
  }
}

TEST(NearMemoryTest, KnowsWhetherThereIsAnythingToForget) {
  NearMemory memory;
  EXPECT_FALSE(memory.remembers());
  memory.Keep(1, Nothing(), {});
  EXPECT_TRUE(memory.remembers());
  memory.Clear();
  EXPECT_FALSE(memory.remembers());
  EXPECT_EQ(memory.Find(1), nullptr);
}

TEST(NearMemoryTest, StaysSmall) {
  NearMemory memory;
  const std::vector<match::NearBlock> many(1000, 10);
  index::RowIndex row = 0;
  while (row == 0 || memory.Find(0) != nullptr) {
    memory.Keep(row++, Nothing(), many);
    ASSERT_LT(row, 10000);
  }
  EXPECT_NE(memory.Find(row - 1), nullptr);
}

}  // namespace
}  // namespace landfall::recall
