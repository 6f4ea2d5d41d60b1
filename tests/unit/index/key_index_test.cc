#include "server/index/key_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace landfall::index {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

KeyFact Key(uint64_t value, KeyRole role = KeyRole::kExact,
            bool fallback = false) {
  KeyFact key;
  key.hash = KeyHash({value << 40, value * 0x9E3779B97F4A7C15});
  key.role = role;
  key.fallback = fallback;
  return key;
}

class KeyIndexTest : public ::testing::Test {
 protected:
  void Add(RowIndex row, const KeyFact& key) {
    index_.Add(row, key, &first_[row]);
  }
  bool Remove(RowIndex row, const KeyFact& key) {
    return index_.Remove(row, key, &first_[row]);
  }
  std::vector<RowIndex> Holders(const KeyFact& key) const {
    std::vector<RowIndex> rows;
    index_.ForEach(key.hash, [&](const KeySlot& slot) {
      rows.push_back(slot.row);
      return true;
    });
    return rows;
  }
  int SlotsOf(RowIndex row) const {
    int slots = 0;
    for (uint32_t s = first_[row]; s != kNone; s = index_.slot(s).next_of_row) {
      ++slots;
    }
    return slots;
  }

  KeyIndex index_;
  uint32_t first_[10] = {kNone, kNone, kNone, kNone, kNone,
                         kNone, kNone, kNone, kNone, kNone};
};

TEST_F(KeyIndexTest, ListsEveryHolderOfAKey) {
  for (RowIndex row = 0; row < 5; ++row) Add(row, Key(1));
  Add(5, Key(2));
  EXPECT_THAT(Holders(Key(1)), UnorderedElementsAre(0u, 1u, 2u, 3u, 4u));
  EXPECT_THAT(Holders(Key(2)), ElementsAre(5u));
  EXPECT_THAT(Holders(Key(3)), IsEmpty());
}

TEST_F(KeyIndexTest, StopsWhenTheVisitorHasEnough) {
  for (RowIndex row = 0; row < 5; ++row) Add(row, Key(1));
  int visits = 0;
  index_.ForEach(Key(1).hash, [&](const KeySlot&) { return ++visits < 2; });
  EXPECT_EQ(visits, 2);
}

TEST_F(KeyIndexTest, KeepsAKeyUntilItsLastUseGoes) {
  Add(0, Key(1));
  Add(0, Key(1));
  EXPECT_EQ(SlotsOf(0), 1);
  EXPECT_FALSE(Remove(0, Key(1)));
  EXPECT_THAT(Holders(Key(1)), ElementsAre(0u));
  EXPECT_TRUE(Remove(0, Key(1)));
  EXPECT_THAT(Holders(Key(1)), IsEmpty());
  EXPECT_EQ(SlotsOf(0), 0);
}

TEST_F(KeyIndexTest, TellsRolesAndFallbacksApart) {
  Add(0, Key(1));
  Add(0, Key(1, KeyRole::kNear));
  Add(0, Key(1, KeyRole::kExact, /*fallback=*/true));
  EXPECT_EQ(SlotsOf(0), 3);
  EXPECT_TRUE(Remove(0, Key(1, KeyRole::kNear)));
  EXPECT_EQ(SlotsOf(0), 2);
}

TEST_F(KeyIndexTest, StaysWholeWhicheverHolderGoes) {
  for (RowIndex gone = 0; gone < 4; ++gone) {
    SCOPED_TRACE(gone);
    for (RowIndex row = 0; row < 4; ++row) {
      Add(row, Key(7));
      Add(row, Key(100 + row));
    }
    EXPECT_TRUE(Remove(gone, Key(7)));
    EXPECT_EQ(Holders(Key(7)).size(), 3u);
    EXPECT_THAT(Holders(Key(100 + gone)), ElementsAre(gone));
    Add(gone, Key(7));
    EXPECT_THAT(Holders(Key(7)), UnorderedElementsAre(0u, 1u, 2u, 3u));
    for (RowIndex row = 0; row < 4; ++row) {
      EXPECT_TRUE(Remove(row, Key(7)));
      EXPECT_TRUE(Remove(row, Key(100 + row)));
    }
    EXPECT_THAT(Holders(Key(7)), IsEmpty());
  }
}

}  // namespace
}  // namespace landfall::index
