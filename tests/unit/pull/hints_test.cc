#include "server/pull/hints.h"

#include <gtest/gtest.h>

namespace landfall::pull {
namespace {

const absl::Time kStart = absl::UnixEpoch() + absl::Hours(24);

class HintsTest : public ::testing::Test {
 protected:
  // A run that takes so long, whenever it is due.
  void Run(absl::Duration takes) {
    if (hints_.due() != absl::InfiniteFuture()) {
      now_ = std::max(now_, hints_.due());
    }
    const absl::Time began = now_;
    hints_.Begin(now_);
    now_ += takes;
    hints_.End(began, now_, absl::InfinitePast());
  }

  absl::Time now_ = kStart;
  Hints hints_;
};

TEST_F(HintsTest, GathersABurst) {
  EXPECT_EQ(hints_.due(), absl::InfiniteFuture());
  hints_.Note(now_);
  hints_.Note(now_ + absl::Milliseconds(150));
  EXPECT_EQ(hints_.due(), now_ + Hints::kGather);
  Run(absl::ZeroDuration());
  EXPECT_EQ(hints_.due(), absl::InfiniteFuture());
}

TEST_F(HintsTest, HasOneMoreRunForWhatComesMeanwhile) {
  hints_.Note(now_);
  now_ = hints_.due();
  hints_.Begin(now_);
  hints_.Note(now_ + absl::Seconds(1));
  hints_.Note(now_ + absl::Seconds(2));
  hints_.End(now_, now_ + absl::Seconds(3), absl::InfinitePast());
  EXPECT_EQ(hints_.due(), now_ + absl::Seconds(6))
      << "the system rests as long as it worked";
  hints_.Begin(hints_.due());
  EXPECT_EQ(hints_.due(), absl::InfiniteFuture());
}

TEST_F(HintsTest, WaitsUntilTheSystemAllowsIt) {
  hints_.Begin(now_);
  hints_.End(now_, now_, now_ + absl::Minutes(10));
  hints_.Note(now_);
  EXPECT_EQ(hints_.due(), now_ + absl::Minutes(10));
}

TEST_F(HintsTest, AFloodCostsOneRunInFiveSeconds) {
  int runs = 0;
  while (now_ < kStart + absl::Minutes(10)) {
    hints_.Note(now_);
    Run(absl::Milliseconds(100));
    ++runs;
  }
  EXPECT_GE(runs, 120);
  EXPECT_LE(runs, 120 + Hints::kRunsAtOnce + 1);
}

TEST_F(HintsTest, AFloodLeavesASlowSystemHalfOfTheTime) {
  int runs = 0;
  while (now_ < kStart + absl::Minutes(10)) {
    hints_.Note(now_);
    Run(absl::Seconds(20));
    ++runs;
  }
  EXPECT_EQ(runs, 16) << "one begins with the last second";
}

// Runs of the schedule take nothing from those who hint.
TEST_F(HintsTest, CountsOnlyRunsThatWereHintedAt) {
  for (int i = 0; i < 100; ++i) Run(absl::ZeroDuration());
  hints_.Note(now_);
  EXPECT_EQ(hints_.due(), now_ + Hints::kGather);
}

}  // namespace
}  // namespace landfall::pull
