#include "server/cards/listing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "server/cards/collation.h"

namespace landfall::cards {
namespace {

using ::testing::ElementsAre;

SortKey Key(const char* record, int group, int value, index::Micros since,
            const char* name) {
  return {group, base::Decimal(value, 0), since, CollationKey(name), record};
}

TEST(BeforeTest, SortsByWhatWasAsked) {
  constexpr index::Micros kUnknown = index::kForever;
  const std::vector<SortKey> keys = {
      Key("a", 0, 10, 300, "émile"), Key("b", 0, 20, 200, "Zoe"),
      Key("c", 0, 20, 100, "anna"),  Key("d", 1, 0, 50, "Ärger"),
      Key("e", 0, 0, kUnknown, ""),
  };
  const auto sorted = [&](model::CardOrder order) {
    std::vector<SortKey> copy = keys;
    std::sort(copy.begin(), copy.end(),
              [&](const SortKey& x, const SortKey& y) {
                return Before(order, x, y);
              });
    std::vector<std::string> records;
    for (const SortKey& key : copy) records.push_back(key.record);
    return records;
  };
  EXPECT_THAT(sorted(model::CardOrder::kBlockedValueDesc),
              ElementsAre("c", "b", "a", "e", "d"));
  EXPECT_THAT(sorted(model::CardOrder::kSince),
              ElementsAre("d", "c", "b", "a", "e"));
  EXPECT_THAT(sorted(model::CardOrder::kSinceDesc),
              ElementsAre("a", "b", "c", "d", "e"));
  EXPECT_THAT(sorted(model::CardOrder::kName),
              ElementsAre("e", "c", "d", "a", "b"));
}

TEST(BeforeTest, BreaksEveryTieByTheRecord) {
  const SortKey a = Key("a", 0, 10, 300, "Ann");
  const SortKey b = Key("b", 0, 10, 300, "ANN");
  for (auto order :
       {model::CardOrder::kBlockedValueDesc, model::CardOrder::kSince,
        model::CardOrder::kSinceDesc, model::CardOrder::kName}) {
    SCOPED_TRACE(static_cast<int>(order));
    EXPECT_TRUE(Before(order, a, b));
    EXPECT_FALSE(Before(order, b, a));
    EXPECT_FALSE(Before(order, a, a));
  }
}

}  // namespace
}  // namespace landfall::cards
