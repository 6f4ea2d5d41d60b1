#include "server/pull/source_sync.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "server/live/state.h"
#include "server/pull/sync.h"
#include "tests/support/test_engine.h"
#include "tests/unit/pull/fake_system.h"

namespace landfall::pull {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;
using State = RunRecord::State;

// An account for each read; holds reads back until it is told to let them go.
class HeldConnector : public Connector {
 public:
  std::vector<Part> Parts() const override { return {{"account", "account"}}; }
  std::string First(const Part&, absl::Time) const override { return "first"; }
  std::string Since(const Part&, const std::string&,
                    absl::Time) const override {
    return "since";
  }
  absl::StatusOr<Page> Read(const Part&, const std::string& place,
                            Exchange& exchange) override {
    exchange.Warn("old");
    exchange.Warn("old");
    const absl::MutexLock lock(&mutex_);
    ++reads_;
    mutex_.Await(absl::Condition(&open_));
    if (fails_) return absl::PermissionDeniedError("read account rows: no");
    Page page;
    if (place == "first") {
      page.rows.push_back(
          {R"({"accountid":"11111111-1111-1111-1111-111111111111",)"
           R"("name":"Alder"})",
           1});
    }
    page.bookmark = "b";
    return page;
  }
  void Open(bool open) {
    const absl::MutexLock lock(&mutex_);
    open_ = open;
  }
  void Fail(bool fails) {
    const absl::MutexLock lock(&mutex_);
    fails_ = fails;
  }
  void AwaitReads(int reads) {
    const absl::MutexLock lock(&mutex_);
    const auto come = [&] { return reads_ >= reads; };
    mutex_.Await(absl::Condition(&come));
  }

 private:
  absl::Mutex mutex_;
  int reads_ = 0;
  bool open_ = true;
  bool fails_ = false;
};

class SourceSyncTest : public ::testing::Test {
 protected:
  SourceSyncTest() {
    connection_.source = "crm";
    connection_.url = "https://crm.example";
    Open();
  }
  ~SourceSyncTest() override { connector_->Open(true); }

  void Open() {
    auto connector = std::make_unique<HeldConnector>();
    connector_ = connector.get();
    const auto values = engine_.store().View()->Values();
    const auto runs = values->find(RunsKey("crm"));
    const auto part = values->find(PartKey("crm", "account"));
    PartStates states;
    if (part != values->end()) states["account"] = *DecodePart(part->second);
    sync_ = std::make_unique<SourceSync>(
        SourceSyncParts{
            engine_->settings(), *engine_->settings().FindSource("crm"),
            connection_, engine_.ingest(), clock_, slots_,
            [this](const std::string& source, const std::string& warning) {
              warnings_.push_back(absl::StrCat(source, " ", warning));
            }},
        Connection{std::make_unique<ScriptedSender>(clock_),
                   std::make_unique<CountingAuthorizer>(),
                   std::move(connector)},
        states,
        runs == values->end() ? std::vector<RunRecord>()
                              : *DecodeRuns(runs->second));
    sync_->Start();
  }
  // What the store says of when the source was read as a whole.
  std::string ReadAt() {
    const auto values = engine_.store().View()->Values();
    const auto it = values->find(live::SourceReadKey("crm"));
    return it == values->end() ? "" : it->second;
  }
  // Lets time pass, and the thread see it.
  void Pass(absl::Duration time) {
    clock_.Advance(time);
    sync_->Status();
  }
  void AwaitRuns(int count) {
    while (sync_->Status().succeeded < count) {
      absl::SleepFor(absl::Milliseconds(1));
    }
  }
  RunRecord Await(const RunRecord& run) {
    return sync_->Await(run.id, absl::Minutes(1));
  }
  RunRecord Run(const RunWish& wish = {}) { return Await(sync_->Ask(wish)); }

  reconcile::Engine engine_;
  testing::SetClock clock_{reconcile::Now()};
  RunSlots slots_{1};
  config::SourceConnection connection_;
  HeldConnector* connector_ = nullptr;
  std::vector<std::string> warnings_;  // as long as no run is under way
  std::unique_ptr<SourceSync> sync_;
};

TEST_F(SourceSyncTest, RunsWhenAskedAndRemembersIt) {
  const RunRecord first = Run();
  EXPECT_EQ(first.state, State::kSucceeded);
  EXPECT_TRUE(first.full) << "nothing was read before";
  EXPECT_EQ(first.sums.inserted, 1);
  EXPECT_FALSE(Run().full);
  EXPECT_TRUE(Run({true}).full);
  sync_.reset();
  Open();
  EXPECT_THAT(sync_->Runs(), SizeIs(3));
  EXPECT_EQ(sync_->Runs().back().id, first.id);
  EXPECT_EQ(sync_->Status().read_at, clock_.Now());
  EXPECT_FALSE(Run().full) << "the bookmark outlives the process";
}

TEST_F(SourceSyncTest, JoinsARunUnlessMoreIsAskedFor) {
  Run();
  connector_->Open(false);
  const RunRecord increment = sync_->Ask({});
  connector_->AwaitReads(2);
  EXPECT_EQ(sync_->Ask({}).id, increment.id);
  const RunRecord full = sync_->Ask({true});
  EXPECT_NE(full.id, increment.id);
  EXPECT_EQ(sync_->Ask({true}).id, full.id);
  EXPECT_EQ(sync_->Await(full.id, absl::ZeroDuration()).state, State::kRunning);
  connector_->Open(true);
  EXPECT_EQ(Await(full).state, State::kSucceeded);
  EXPECT_EQ(Await(increment).state, State::kSucceeded);
  EXPECT_FALSE(Await(increment).full);
  EXPECT_THAT(sync_->Runs(), SizeIs(3));
}

TEST_F(SourceSyncTest, RunsSoonAfterAHintAndOnceForMany) {
  Run();
  sync_->Hint();
  sync_->Hint();
  Pass(Hints::kGather);
  AwaitRuns(2);
  // What comes while a run is under way is for the next one.
  connector_->Open(false);
  sync_->Hint();
  Pass(Hints::kGather);
  connector_->AwaitReads(3);
  sync_->Hint();
  sync_->Hint();
  connector_->Open(true);
  AwaitRuns(3);
  Pass(Hints::kGather);
  AwaitRuns(4);
  EXPECT_THAT(sync_->Runs(), SizeIs(4));
  EXPECT_FALSE(sync_->Runs().front().full);
}

TEST_F(SourceSyncTest, TellsWhenTheSourceWasRead) {
  connector_->Fail(true);
  Run();
  EXPECT_EQ(ReadAt(), "");
  connector_->Fail(false);
  const RunRecord run = Run();
  EXPECT_EQ(ReadAt(), absl::StrCat(absl::ToUnixMicros(run.started)));
  connector_->Fail(true);
  clock_.Advance(absl::Hours(1));
  Run();
  EXPECT_EQ(ReadAt(), absl::StrCat(absl::ToUnixMicros(run.started)));
}

TEST_F(SourceSyncTest, CountsFailuresInARow) {
  connector_->Fail(true);
  for (int i = 0; i < 30; ++i) Run();
  EXPECT_EQ(Run().error, "read account rows: no");
  EXPECT_EQ(sync_->Status().failures_in_a_row, 20);
  EXPECT_THAT(sync_->Runs(), SizeIs(SourceSync::kMostRuns));
  connector_->Fail(false);
  EXPECT_EQ(Run().state, State::kSucceeded);
  EXPECT_EQ(sync_->Status().failures_in_a_row, 0);
}

TEST_F(SourceSyncTest, WarnsOnceARun) {
  Run();
  connector_->Fail(true);
  Run();
  EXPECT_THAT(warnings_, ElementsAre("crm old", "crm old"));
}

TEST_F(SourceSyncTest, RunsOnSchedule) {
  connection_.sync = config::SyncOptions{absl::Minutes(5), absl::Hours(24)};
  sync_.reset();
  Open();
  connector_->AwaitReads(1);
  while (sync_->Status().succeeded < 1) absl::SleepFor(absl::Milliseconds(1));
  EXPECT_EQ(sync_->Status().next_at, clock_.Now() + absl::Minutes(5));
}

}  // namespace
}  // namespace landfall::pull
