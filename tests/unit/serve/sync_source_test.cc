// How long a call waits for a pull.
#include <gtest/gtest.h>

#include "absl/synchronization/mutex.h"
#include "server/serve/api/handlers.h"
#include "tests/support/in_memory_record_store.h"
#include "tests/unit/serve/fake_reconciler.h"

namespace landfall::serve::api {
namespace {

// A system that never answers.
class SilentSender : public pull::HttpSender {
 public:
  absl::StatusOr<http_client::Response> Send(
      const http_client::Request&) override {
    const absl::MutexLock lock(&mutex_, absl::Condition(&cancelled_));
    return absl::CancelledError("cancelled");
  }
  void Cancel() override {
    const absl::MutexLock lock(&mutex_);
    cancelled_ = true;
  }

 private:
  absl::Mutex mutex_;
  bool cancelled_ = false;
};

class SyncSourceTest : public ::testing::Test {
 protected:
  SyncSourceTest() {
    config::SourceConnection connection;
    connection.source = "crm";
    connection.url = "https://crm.example";
    connection.auth["tenant"] = config::Secret("t");
    connections_.push_back(connection);
    for (model::Source& source : settings_.sources) {
      if (source.id == connection.source) source.url = connection.url;
    }
    auto sync =
        pull::Sync::Open({settings_, connections_, store_, reconciler_, clock_,
                          [] { return std::make_unique<SilentSender>(); }});
    sync_ = *std::move(sync);
    sync_->Start();
    request_.set_source("crm");
    request_.set_wait(true);
  }
  ~SyncSourceTest() override { sync_->Stop(); }

  // A call whose time is over after it has looked so often.
  absl::Status Ask(int looks) {
    base::Budget budget([&]() -> absl::Status {
      if (++looked_ <= looks) return absl::OkStatus();
      return absl::DeadlineExceededError("the deadline passed");
    });
    return handlers().Within(budget).SyncSource(request_, &response_);
  }
  Handlers handlers() {
    return {reconciler_, reconciler_, clock_, nullptr, sync_.get()};
  }

  landfall::testing::FakeReconciler reconciler_;
  landfall::testing::FixedClock clock_;
  landfall::testing::InMemoryRecordStore store_;
  model::Settings settings_ = landfall::testing::TestSettings();
  std::vector<config::SourceConnection> connections_;
  std::unique_ptr<pull::Sync> sync_;
  v1::SyncSourceRequest request_;
  v1::SyncSourceResponse response_;
  int looked_ = 0;
};

TEST_F(SyncSourceTest, AnswersTheRunWhenItsTimeIsOver) {
  const absl::Status status = Ask(3);
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(looked_, 4);
  EXPECT_EQ(response_.run().state(), v1::RunState::RUNNING)
      << response_.run().error();
  EXPECT_NE(response_.run().id(), "");
}

TEST_F(SyncSourceTest, DoesNotWaitUnlessAsked) {
  request_.set_wait(false);
  ASSERT_TRUE(Ask(3).ok());
  EXPECT_EQ(looked_, 0);
}

TEST_F(SyncSourceTest, LetsOnlySoManyWait) {
  for (int i = 0; i < pull::Sync::kMostWaiting; ++i) {
    ASSERT_TRUE(sync_->waiting().TryTake());
  }
  ASSERT_TRUE(Ask(3).ok());
  EXPECT_EQ(looked_, 0);
  EXPECT_EQ(response_.run().state(), v1::RunState::RUNNING);
  sync_->waiting().Give();
  ASSERT_TRUE(Ask(1).ok());
  EXPECT_EQ(looked_, 2);
  EXPECT_TRUE(sync_->waiting().TryTake()) << "the place is given back";
}

TEST_F(SyncSourceTest, NobodyWaitsForAServerThatStops) {
  sync_->Stop();
  v1::SyncSourceResponse response;
  const absl::Status status = handlers().SyncSource(request_, &response);
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(response.run().state(), v1::RunState::RUNNING);
}

}  // namespace
}  // namespace landfall::serve::api
