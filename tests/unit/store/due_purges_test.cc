#include "server/store/due_purges.h"

#include <gtest/gtest.h>

#include <deque>
#include <thread>

#include "absl/strings/match.h"
#include "absl/synchronization/notification.h"
#include "tests/support/borrowed_store.h"
#include "tests/support/in_memory_record_store.h"

namespace landfall::testing {
namespace {

using store::DuePurges;
using store::Purged;

constexpr base::Hash128 kErased{1, 1};

// A store whose purges end as they are told, and then well.
class ScriptedStore : public BorrowedStore {
 public:
  explicit ScriptedStore(store::RecordStore& store) : BorrowedStore(store) {}

  absl::StatusOr<Purged> Purge(store::Revision through,
                               std::atomic<bool>& cancelled) override {
    std::function<absl::StatusOr<Purged>(std::atomic<bool>&)> next;
    {
      absl::MutexLock lock(&mutex_);
      purges_.push_back(through);
      if (!script_.empty()) {
        next = std::move(script_.front());
        script_.pop_front();
      }
    }
    return next == nullptr ? Purged::kDone : next(cancelled);
  }

  void Next(std::function<absl::StatusOr<Purged>(std::atomic<bool>&)> purge) {
    absl::MutexLock lock(&mutex_);
    script_.push_back(std::move(purge));
  }
  void NextEnds(const absl::StatusOr<Purged>& result) {
    Next([result](std::atomic<bool>&) { return result; });
  }
  // It tells when it has begun, and ends only when it is cancelled.
  void NextIsCancelled(absl::Notification* begun) {
    Next([begun](std::atomic<bool>& cancelled) -> absl::StatusOr<Purged> {
      begun->Notify();
      while (!cancelled) std::this_thread::yield();
      return absl::CancelledError("cancelled");
    });
  }
  // The revisions through which purges were asked for.
  std::vector<store::Revision> purges() {
    absl::MutexLock lock(&mutex_);
    return purges_;
  }

 private:
  absl::Mutex mutex_;
  std::deque<std::function<absl::StatusOr<Purged>(std::atomic<bool>&)>> script_;
  std::vector<store::Revision> purges_;
};

class DuePurgesTest : public ::testing::Test {
 protected:
  void Start() {
    auto purges = DuePurges::Create(store_);
    ASSERT_TRUE(purges.ok()) << purges.status();
    purges_ = *std::move(purges);
  }
  store::Revision CommitErasure() {
    store::StoreBatch batch;
    batch.erases.push_back(kErased);
    DuePurges::Require(store_.View()->revision(), {kErased, {2, 0}},
                       &batch.intents);
    const auto revision = store_.Commit(batch);
    EXPECT_TRUE(revision.ok()) << revision.status();
    return *revision;
  }
  size_t Intents() { return store_.View()->Intents()->size(); }

  InMemoryRecordStore memory_;
  ScriptedStore store_{memory_};
  std::unique_ptr<DuePurges> purges_;
};

using Revisions = std::vector<store::Revision>;

TEST_F(DuePurgesTest, HasNothingToDoWithoutAnErasure) {
  Start();
  EXPECT_FALSE(purges_->IsDue(kErased));
  EXPECT_TRUE(purges_->Finish().ok());
  EXPECT_TRUE(store_.purges().empty());
}

TEST_F(DuePurgesTest, PurgesWhatWasErasedAndForgetsTheIntent) {
  Start();
  const store::Revision erased = CommitErasure();
  EXPECT_EQ(Intents(), 1u);
  EXPECT_TRUE(purges_->IsDue(kErased));
  EXPECT_TRUE(purges_->Finish().ok());
  EXPECT_EQ(store_.purges(), Revisions{erased});
  EXPECT_EQ(Intents(), 0u);
  EXPECT_FALSE(purges_->IsDue(kErased));
}

TEST_F(DuePurgesTest, LeavesOtherIntentsAlone) {
  Start();
  store::StoreBatch batch;
  batch.intents["other"] = "due";
  ASSERT_TRUE(store_.Commit(batch).ok());
  CommitErasure();
  EXPECT_TRUE(purges_->Finish().ok());
  EXPECT_EQ(Intents(), 1u);
}

TEST_F(DuePurgesTest, KnowsOfWhichRecordsAPurgeIsDue) {
  const auto expect_due = [this] {
    EXPECT_TRUE(purges_->IsDue(kErased));
    EXPECT_TRUE(purges_->IsDue({2, 0}));
    // What ends one id and begins the next is none.
    EXPECT_FALSE(purges_->IsDue({1, 0}));
    EXPECT_FALSE(purges_->IsDue({1, 2}));
  };
  store_.NextEnds(absl::ResourceExhaustedError("the disk is full"));
  Start();
  CommitErasure();
  EXPECT_FALSE(purges_->Finish().ok());
  expect_due();
  // So does the next process.
  purges_.reset();
  absl::Notification release;
  store_.Next([&release](std::atomic<bool>&) {
    release.WaitForNotification();
    return Purged::kDone;
  });
  Start();
  expect_due();
  release.Notify();
  EXPECT_TRUE(purges_->Finish().ok());
  EXPECT_FALSE(purges_->IsDue(kErased));
}

// What is erased while a purge is under way is served by one more.
TEST_F(DuePurgesTest, ServesManyErasuresWithOnePurge) {
  Start();
  absl::Notification purging;
  absl::Notification release;
  store_.Next([&](std::atomic<bool>&) {
    purging.Notify();
    release.WaitForNotification();
    return Purged::kDone;
  });
  std::vector<std::thread> callers;
  const store::Revision first = CommitErasure();
  callers.emplace_back([&] { EXPECT_TRUE(purges_->Finish().ok()); });
  purging.WaitForNotification();
  store::Revision last = 0;
  for (int i = 0; i < 3; ++i) {
    last = CommitErasure();
    callers.emplace_back([&] { EXPECT_TRUE(purges_->Finish().ok()); });
  }
  release.Notify();
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(store_.purges(), (Revisions{first, last}));
  EXPECT_EQ(Intents(), 0u);
}

TEST_F(DuePurgesTest, TriesAgainWhileSomebodyReads) {
  Start();
  for (int i = 0; i < 3; ++i) store_.NextEnds(Purged::kInUse);
  CommitErasure();
  EXPECT_TRUE(purges_->Finish().ok());
  EXPECT_EQ(store_.purges().size(), 4u);
}

TEST_F(DuePurgesTest, SaysWhatStandsInTheWayAndIsDoneByTheNextCall) {
  Start();
  store_.NextEnds(absl::ResourceExhaustedError("the disk is full"));
  CommitErasure();
  const absl::Status status = purges_->Finish();
  EXPECT_TRUE(absl::IsResourceExhausted(status)) << status;
  EXPECT_TRUE(absl::StrContains(status.message(), "the disk is full"));
  EXPECT_TRUE(absl::StrContains(status.message(), "erased from all answers"));
  EXPECT_EQ(Intents(), 1u);
  EXPECT_TRUE(purges_->IsDue(kErased));
  EXPECT_TRUE(purges_->Finish().ok());
  EXPECT_EQ(Intents(), 0u);
}

TEST_F(DuePurgesTest, StaysDueWhenItsEndCannotBeStored) {
  Start();
  CommitErasure();
  memory_.FailWrites(absl::ResourceExhaustedError("full"));
  EXPECT_TRUE(absl::IsResourceExhausted(purges_->Finish()));
  EXPECT_TRUE(purges_->IsDue(kErased));
  memory_.FailWrites(absl::OkStatus());
  EXPECT_TRUE(purges_->Finish().ok());
  EXPECT_EQ(Intents(), 0u);
}

TEST_F(DuePurgesTest, TakesUpWhatAnEarlierProcessLeft) {
  CommitErasure();
  const store::Revision last = CommitErasure();
  absl::Notification purging;
  store_.Next([&](std::atomic<bool>&) {
    purging.Notify();
    return Purged::kDone;
  });
  Start();
  purging.WaitForNotification();  // by itself
  EXPECT_TRUE(purges_->Finish().ok());
  EXPECT_EQ(store_.purges(), Revisions{last});
  EXPECT_EQ(Intents(), 0u);
}

TEST_F(DuePurgesTest, TellsWhoeverWaitsThatTheProcessEnds) {
  Start();
  CommitErasure();
  absl::Notification purging;
  store_.NextIsCancelled(&purging);
  std::thread caller([purges = purges_.get()] {
    const absl::Status status = purges->Finish();
    EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  });
  purging.WaitForNotification();
  purges_.reset();
  caller.join();
  EXPECT_EQ(Intents(), 1u);
}

TEST_F(DuePurgesTest, LeavesAPurgeToTheNextProcessWhenItEnds) {
  CommitErasure();
  absl::Notification purging;
  store_.NextIsCancelled(&purging);
  Start();
  purging.WaitForNotification();
  purges_.reset();
  EXPECT_EQ(Intents(), 1u);
  Start();
  EXPECT_TRUE(purges_->Finish().ok());
  EXPECT_EQ(Intents(), 0u);
}

}  // namespace
}  // namespace landfall::testing
