#include "server/serve/metrics/card_figures.h"

#include <gtest/gtest.h>

#include <atomic>
#include <optional>
#include <thread>

#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "server/serve/metrics/metrics_page.h"
#include "tests/unit/serve/fake_reconciler.h"
#include "tests/unit/serve/test_gate.h"

namespace landfall::serve::metrics {
namespace {

class CardFiguresTest : public ::testing::Test {
 protected:
  // From now on counting lasts until it is ended.
  void CountForEver() {
    reconciler_.during_long_question = [this](base::Budget& budget) {
      ++begun_;
      while (budget.Spend(base::Budget::kLarge)) std::this_thread::yield();
      ended_ = budget.status().code();
      return budget.status();
    };
  }

  landfall::testing::FakeReconciler reconciler_;
  landfall::testing::FixedClock clock_;
  landfall::testing::TestGate gate_;
  std::atomic<int> begun_{0};
  std::atomic<absl::StatusCode> ended_{absl::StatusCode::kOk};
};

TEST_F(CardFiguresTest, HasTheCardsCounted) {
  CardFigures figures(reconciler_, *gate_, clock_);
  const auto counted = figures.Get(absl::InfiniteDuration());
  ASSERT_NE(counted, nullptr);
  EXPECT_EQ(counted->cards.size(), 2u);
  EXPECT_EQ(counted->at, landfall::testing::TestNow());
}

TEST_F(CardFiguresTest, KeepsTheOldOnesWhileCountingTakesLong) {
  {
    CardFigures figures(reconciler_, *gate_, clock_);
    const auto first = figures.Get(absl::InfiniteDuration());
    CountForEver();
    for (int i = 0; i < 3; ++i) {
      EXPECT_EQ(figures.Get(absl::Milliseconds(1)), first);
    }
    while (begun_ == 0) std::this_thread::yield();
  }
  // One counting at a time, and the end of the figures ended it.
  EXPECT_EQ(begun_, 1);
  EXPECT_EQ(ended_, absl::StatusCode::kCancelled);
}

TEST_F(CardFiguresTest, LeavesThePageWithoutCardsBeforeTheFirst) {
  CountForEver();
  CardFigures figures(reconciler_, *gate_, clock_);
  EXPECT_EQ(figures.Get(absl::ZeroDuration()), nullptr);
}

TEST_F(CardFiguresTest, TellsTheirAgeOnThePage) {
  const recall::Recall recall(/*on=*/true);
  MetricsPage page({reconciler_, recall, *gate_, clock_, "1",
                    [] { return 0.0; }, [] { return 0.0; },
                    [] { return std::optional<bool>(); }, [] { return 0.0; },
                    [] { return 0.0; },
                    [] { return deliver::DeliveryFigures(); }, nullptr});
  const std::string text = page.Write();
  EXPECT_NE(text.find("landfall_cards_age_seconds 0\n"), std::string::npos);
  EXPECT_NE(text.find("landfall_card_counted{card=\"ecom-absent\"} 17\n"),
            std::string::npos);
  EXPECT_NE(text.find("landfall_queue_jobs{lane=\"long\"}"), std::string::npos);
}

}  // namespace
}  // namespace landfall::serve::metrics
