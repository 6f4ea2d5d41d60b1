// What callers can make grow, and how far: rates, and tokens remembered.
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "server/serve/access/internal/failure_limit.h"
#include "server/serve/access/internal/rate_limiter.h"
#include "server/serve/access/internal/token_cache.h"
#include "tests/unit/access/token_issuer.h"

namespace landfall::serve::access::internal {
namespace {

const absl::Time kStart = landfall::testing::ManualClock().now;

TEST(RateLimiterTest, AllowsABurstAndThenTheRate) {
  RateLimiter limiter;
  const config::RateLimit limit{10, 3};
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(limiter.Take("a", limit, kStart), absl::ZeroDuration());
  }
  EXPECT_EQ(limiter.Take("a", limit, kStart), absl::Milliseconds(100));
  EXPECT_EQ(limiter.Take("b", limit, kStart), absl::ZeroDuration());
  const absl::Time later = kStart + absl::Milliseconds(100);
  EXPECT_EQ(limiter.Take("a", limit, later), absl::ZeroDuration());
  EXPECT_GT(limiter.Take("a", limit, later), absl::ZeroDuration());
  // Over a long time exactly the rate, and never more than the burst at once.
  int taken = 0;
  for (int ms = 0; ms < 10'000; ++ms) {
    const absl::Time now = kStart + absl::Seconds(60) + absl::Milliseconds(ms);
    if (limiter.Take("a", limit, now) == absl::ZeroDuration()) ++taken;
  }
  EXPECT_EQ(taken, 3 + 99);
}

TEST(RateLimiterTest, GainsNothingFromAClockThatIsSetBack) {
  RateLimiter limiter;
  const config::RateLimit limit{1, 1};
  EXPECT_EQ(limiter.Take("a", limit, kStart), absl::ZeroDuration());
  const absl::Time earlier = kStart - absl::Hours(1);
  EXPECT_EQ(limiter.Take("a", limit, earlier), absl::Seconds(1));
  EXPECT_EQ(limiter.Take("a", limit, earlier + absl::Seconds(1)),
            absl::ZeroDuration());
}

TEST(RateLimiterTest, LetsEverythingThroughWithoutALimit) {
  RateLimiter limiter;
  for (int i = 0; i < 1000; ++i) {
    EXPECT_EQ(limiter.Take("a", {}, kStart), absl::ZeroDuration());
  }
  EXPECT_EQ(limiter.size(), 0u);
}

TEST(RateLimiterTest, RemembersABoundedNumberOfCallers) {
  RateLimiter limiter(/*most=*/100);
  const config::RateLimit limit{1, 2};
  for (int i = 0; i < 1000; ++i) {
    limiter.Take(absl::StrCat(i), limit, kStart + absl::Milliseconds(i));
    EXPECT_LE(limiter.size(), 100u);
  }
  // The latest callers are those who are remembered.
  const absl::Time now = kStart + absl::Seconds(1);
  EXPECT_EQ(limiter.Take("999", limit, now), absl::ZeroDuration());
  EXPECT_GT(limiter.Take("999", limit, now), absl::ZeroDuration());
}

TEST(FailureLimitTest, AllowsABurstAndThenTheRate) {
  FailureLimit limit(/*per_second=*/2, /*burst=*/3);
  EXPECT_EQ(limit.Wait(kStart), absl::ZeroDuration());
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(limit.Count(kStart), absl::ZeroDuration());
  }
  EXPECT_EQ(limit.Wait(kStart), absl::Milliseconds(500));
  EXPECT_EQ(limit.Count(kStart), absl::Milliseconds(500));
  EXPECT_EQ(limit.Count(kStart), absl::Milliseconds(500));
  EXPECT_EQ(limit.Count(kStart - absl::Hours(1)), absl::Milliseconds(500));
  EXPECT_EQ(limit.Count(kStart - absl::Hours(1) + absl::Milliseconds(500)),
            absl::ZeroDuration());
  const absl::Time later = kStart + absl::Hours(1);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(limit.Count(later), absl::ZeroDuration());
  }
  EXPECT_GT(limit.Count(later), absl::ZeroDuration());
}

TEST(TokenCacheTest, ForgetsByTimeByKeysAndByUse) {
  TokenCache cache(/*most=*/2);
  const auto ann = std::make_shared<Caller>(Caller{"ann"});
  cache.Put("1", {ann, kStart + absl::Hours(1), 7});
  EXPECT_EQ(*cache.Find("1", kStart, 7), ann);
  EXPECT_FALSE(cache.Find("2", kStart, 7).has_value());
  cache.Put("2", {nullptr, kStart + absl::Hours(1), 7});
  EXPECT_EQ(*cache.Find("2", kStart, 7), nullptr);  // known to have no role
  EXPECT_TRUE(cache.Find("1", kStart, 7).has_value());
  cache.Put("3", {ann, kStart + absl::Hours(1), 7});
  EXPECT_EQ(cache.size(), 2u);
  EXPECT_FALSE(cache.Find("2", kStart, 7).has_value());  // used longest ago
  EXPECT_FALSE(cache.Find("1", kStart, 8).has_value());
  EXPECT_FALSE(cache.Find("3", kStart + absl::Hours(1) + absl::Seconds(1), 7)
                   .has_value());
  EXPECT_EQ(cache.size(), 0u);
}

}  // namespace
}  // namespace landfall::serve::access::internal
