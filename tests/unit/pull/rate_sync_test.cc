#include "server/pull/rate_sync.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/test_engine.h"
#include "tests/unit/pull/fake_system.h"

namespace landfall::pull {
namespace {

using absl::CivilDay;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Hands out planned reads, and then fails.
class PlannedFeed : public RateFeed {
 public:
  explicit PlannedFeed(std::vector<absl::StatusOr<RatesRead>>& reads)
      : reads_(reads) {}
  absl::StatusOr<RatesRead> Read(absl::Time, std::optional<CivilDay> newest,
                                 Exchange&) override {
    newest_ = newest;
    if (reads_.empty()) return absl::UnavailableError("gone away");
    absl::StatusOr<RatesRead> read = std::move(reads_.front());
    reads_.erase(reads_.begin());
    return read;
  }

  std::optional<CivilDay> newest_;

 private:
  std::vector<absl::StatusOr<RatesRead>>& reads_;
};

rates::Quote Of(const std::string& currency, CivilDay start, int amount) {
  rates::Quote quote;
  quote.from = "EUR";
  quote.to = currency;
  quote.start = start;
  quote.to_amount = base::Decimal(amount, 0);
  return quote;
}

class RateSyncTest : public ::testing::Test {
 protected:
  RateSyncTest() { system_.clock.Set(reconcile::Now()); }

  std::unique_ptr<RateSync> Open() {
    const auto values = *engine_.store().View()->Values();
    std::optional<rates::Quotes> held;
    std::optional<rates::ReadNote> read;
    if (values.count(rates::kQuotesKey) > 0) {
      held = *rates::DecodeQuotes(values.at(rates::kQuotesKey));
      read = rates::DecodeRead(values.at(rates::kReadKey));
    }
    auto feed = std::make_unique<PlannedFeed>(reads_);
    feed_ = feed.get();
    return std::make_unique<RateSync>(
        RateSyncParts{
            engine_.ingest(), system_.clock, "ecb", "https://crm.example",
            absl::Hours(6), std::make_unique<ScriptedSender>(system_.clock),
            std::make_unique<CountingAuthorizer>(), std::move(feed),
            [this](const std::string& source, const std::string& warning) {
              warnings_.push_back(source + ": " + warning);
            }},
        held, read);
  }

  std::string Stored() {
    const auto values = *engine_.store().View()->Values();
    const auto it = values.find(rates::kQuotesKey);
    return it == values.end() ? "" : it->second;
  }

  reconcile::Engine engine_{""};
  FakeSystem system_;
  std::vector<absl::StatusOr<RatesRead>> reads_;
  PlannedFeed* feed_ = nullptr;
  std::vector<std::string> warnings_;
};

TEST_F(RateSyncTest, StoresWhatItReadsAndKeepsWhatItHolds) {
  auto sync = Open();
  EXPECT_EQ(sync->Status().read_at, absl::InfinitePast());
  reads_ = {RatesRead{{Of("USD", CivilDay(2026, 7, 8), 1)}, false},
            RatesRead{{Of("USD", CivilDay(2026, 7, 9), 2)}, false}};
  ASSERT_TRUE(sync->ReadOnce().ok());
  EXPECT_EQ(feed_->newest_, std::nullopt);
  ASSERT_TRUE(sync->ReadOnce().ok());
  EXPECT_EQ(feed_->newest_, CivilDay(2026, 7, 8));
  EXPECT_EQ(Stored(),
            "quotes 1 ecb\npair EUR USD\n2026-07-08 1 1\n2026-07-09 1 2\n");
  const RateStatus status = sync->Status();
  EXPECT_EQ(status.newest, CivilDay(2026, 7, 9));
  EXPECT_EQ(status.currencies, 2);
  EXPECT_EQ(status.read_at, system_.clock.Now());
  EXPECT_EQ(status.next_at, system_.clock.Now() + absl::Hours(6));
  EXPECT_THAT(warnings_, IsEmpty());
}

TEST_F(RateSyncTest, AFailureKeepsTheOldOnesAndSaysSo) {
  auto sync = Open();
  reads_ = {RatesRead{{Of("USD", CivilDay(2026, 7, 8), 1)}}};
  ASSERT_TRUE(sync->ReadOnce().ok());
  const std::string held = Stored();
  const absl::Time read_at = system_.clock.Now();
  system_.clock.Advance(absl::Hours(6));
  EXPECT_FALSE(sync->ReadOnce().ok());
  EXPECT_FALSE(sync->ReadOnce().ok());
  EXPECT_EQ(Stored(), held);
  const RateStatus status = sync->Status();
  EXPECT_EQ(status.read_at, read_at);
  EXPECT_EQ(status.newest, CivilDay(2026, 7, 8));
  EXPECT_EQ(status.failures_in_a_row, 2);
  EXPECT_EQ(status.error, "gone away");
  EXPECT_EQ(status.next_at, system_.clock.Now() + absl::Minutes(2));
  EXPECT_THAT(warnings_,
              ElementsAre(HasSubstr("ecb: gone away; the rates of 2026-07-08 "
                                    "and before stay in use"),
                          HasSubstr("gone away")));
}

TEST_F(RateSyncTest, GoesOnAfterARestart) {
  {
    auto sync = Open();
    reads_ = {RatesRead{{Of("USD", CivilDay(2026, 7, 8), 1)}}};
    ASSERT_TRUE(sync->ReadOnce().ok());
  }
  const absl::Time read_at = system_.clock.Now();
  engine_.Restart();
  system_.clock.Advance(absl::Hours(1));
  auto sync = Open();
  EXPECT_EQ(sync->Status().read_at, read_at);
  EXPECT_EQ(sync->Status().newest, CivilDay(2026, 7, 8));
  EXPECT_EQ(sync->Status().next_at, read_at + absl::Hours(6));
  EXPECT_FALSE(sync->ReadOnce().ok());
  EXPECT_EQ(feed_->newest_, CivilDay(2026, 7, 8));
}

TEST_F(RateSyncTest, WhatIsEverythingReplacesWhatIsHeld) {
  auto sync = Open();
  reads_ = {RatesRead{{Of("USD", CivilDay(2026, 7, 8), 1),
                       Of("CAD", CivilDay(2026, 7, 8), 1)}},
            RatesRead{{Of("USD", CivilDay(2026, 7, 9), 2)}, true, 3}};
  ASSERT_TRUE(sync->ReadOnce().ok());
  ASSERT_TRUE(sync->ReadOnce().ok());
  EXPECT_EQ(Stored(), "quotes 1 ecb\npair EUR USD\n2026-07-09 1 2\n");
  EXPECT_THAT(warnings_,
              ElementsAre("ecb: 3 rows of exchange rates could not be read"));
}

TEST_F(RateSyncTest, TheSameAgainStoresOnlyThatItWasRead) {
  auto sync = Open();
  for (int i = 0; i < 2; ++i) {
    reads_.push_back(RatesRead{{Of("USD", CivilDay(2026, 7, 8), 1)}});
  }
  ASSERT_TRUE(sync->ReadOnce().ok());
  const auto before = *engine_.store().View()->Values();
  system_.clock.Advance(absl::Hours(6));
  ASSERT_TRUE(sync->ReadOnce().ok());
  auto after = *engine_.store().View()->Values();
  EXPECT_NE(after.at(rates::kReadKey), before.at(rates::kReadKey));
  after[rates::kReadKey] = before.at(rates::kReadKey);
  EXPECT_EQ(after, before);
}

}  // namespace
}  // namespace landfall::pull
