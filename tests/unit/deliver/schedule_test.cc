#include "server/deliver/schedule.h"

#include <gtest/gtest.h>

namespace landfall::deliver {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'780'000'000);
const Limits kLimits;

absl::Duration WaitAfter(int attempts, double dice) {
  const store::Delivery delivery = {attempts, kNow, kNow};
  const auto next = NextAttempt(kLimits, delivery, kNow, std::nullopt, dice);
  return next ? *next - kNow : absl::InfiniteDuration();
}

TEST(ScheduleTest, WaitsTwiceAsLongEachTimeUpToAnHour) {
  EXPECT_EQ(WaitAfter(1, 0.5), absl::Seconds(5));
  EXPECT_EQ(WaitAfter(2, 0.5), absl::Seconds(10));
  EXPECT_EQ(WaitAfter(3, 0.5), absl::Seconds(20));
  EXPECT_EQ(WaitAfter(10, 0.5), absl::Seconds(2560));
  EXPECT_EQ(WaitAfter(11, 0.5), absl::Hours(1));
  EXPECT_EQ(WaitAfter(1'000'000, 0.5), absl::Hours(1));
  EXPECT_EQ(WaitAfter(1, 0), absl::Seconds(4));
  EXPECT_EQ(WaitAfter(1, 1), absl::Seconds(6));
}

TEST(ScheduleTest, EndsAfterADay) {
  const store::Delivery old = {40, kNow - absl::Hours(23), kNow};
  EXPECT_EQ(NextAttempt(kLimits, old, kNow, std::nullopt, 0.5),
            kNow + absl::Hours(1));
  EXPECT_EQ(NextAttempt(kLimits, old, kNow, std::nullopt, 0.51), std::nullopt);
  EXPECT_FALSE(IsOver(kLimits, old, kNow + absl::Hours(1)));
  EXPECT_TRUE(
      IsOver(kLimits, old, kNow + absl::Hours(1) + absl::Nanoseconds(1)));
}

TEST(ScheduleTest, ObeysTheReceiverWithinTheDay) {
  const store::Delivery delivery = {1, kNow, kNow};
  const auto after = [&](absl::Duration wait) {
    return NextAttempt(kLimits, delivery, kNow, kNow + wait, 0.5);
  };
  EXPECT_EQ(after(absl::Minutes(7)), kNow + absl::Minutes(7));
  // Sooner than it would be anyway.
  EXPECT_EQ(after(absl::Seconds(1)), kNow + absl::Seconds(5));
  EXPECT_EQ(after(absl::Hours(24)), kNow + absl::Hours(24));
  EXPECT_EQ(after(absl::Hours(25)), std::nullopt);
}

}  // namespace
}  // namespace landfall::deliver
