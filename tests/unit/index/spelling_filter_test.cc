#include "server/index/spelling_filter.h"

#include <gtest/gtest.h>

#include <random>

namespace landfall::index {
namespace {

TEST(SpellingFilterTest, HoldsNothingAtFirst) {
  const SpellingFilter filter;
  EXPECT_FALSE(filter.MayHold(0));
  EXPECT_FALSE(filter.MayHold(1));
  EXPECT_EQ(filter.bytes(), 0u);
}

// Beyond the first filter and the second.
TEST(SpellingFilterTest, HoldsWhatWasAddedAndHardlyAnythingElse) {
  constexpr int kSpellings = 600'000;
  constexpr uint64_t kSeed = 7;
  SpellingFilter filter;
  std::mt19937_64 dice(kSeed);
  for (int i = 0; i < kSpellings; ++i) filter.Add(dice());
  dice.seed(kSeed);
  for (int i = 0; i < kSpellings; ++i) ASSERT_TRUE(filter.MayHold(dice())) << i;
  int wrong = 0;
  for (int i = 0; i < kSpellings; ++i) wrong += filter.MayHold(dice()) ? 1 : 0;
  EXPECT_LT(wrong, kSpellings / 50);
  EXPECT_LT(filter.bytes(), size_t{kSpellings} * 8);
}

// As the hashes of short texts are: small numbers, or far apart by one power.
TEST(SpellingFilterTest, TellsRegularNumbersApart) {
  constexpr uint64_t kStep = uint64_t{1} << 40;
  SpellingFilter filter;
  for (uint64_t i = 0; i < 20'000; ++i) filter.Add(i * kStep);
  int wrong = 0;
  for (uint64_t i = 0; i < 20'000; ++i) wrong += filter.MayHold(i * kStep + 1);
  EXPECT_LT(wrong, 400);
}

TEST(SpellingFilterTest, AddsNothingTwice) {
  SpellingFilter filter;
  for (int i = 0; i < 1'000'000; ++i) filter.Add(static_cast<uint64_t>(i % 9));
  const size_t once = filter.bytes();
  SpellingFilter other;
  other.Add(1);
  EXPECT_EQ(once, other.bytes());
}

}  // namespace
}  // namespace landfall::index
