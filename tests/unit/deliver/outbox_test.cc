#include "server/deliver/outbox.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/support/in_memory_record_store.h"

namespace landfall::deliver {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'780'000'000);

class OutboxTest : public ::testing::Test {
 protected:
  OutboxTest() {
    outbox_ = *Outbox::Open(store_, limits_, [] {});
  }

  void Subscribe(const std::string& id, const std::string& host) {
    store::StoreBatch batch;
    store::Subscription subscription;
    subscription.host = host;
    batch.subscriptions[id] = subscription;
    ASSERT_TRUE(store_.Commit(batch).ok());
  }
  // `count` deliveries that are due now.
  void Add(const std::string& id, int count) {
    store::StoreBatch batch;
    for (int i = 0; i < count; ++i) {
      batch.deliveries[{id, {next_++, 0}}] = store::Delivery{0, kNow, kNow};
    }
    ASSERT_TRUE(store_.Commit(batch).ok());
  }
  // The subscriptions whose deliveries are taken, one after the other.
  std::vector<std::string> TakeAll() {
    std::vector<std::string> ids;
    while (auto task = outbox_->TakeDue(kNow)) {
      ids.push_back(task->key.subscription);
      taken_.push_back(*std::move(task));
    }
    return ids;
  }
  void EndAll(bool fast) {
    for (const Task& task : taken_) {
      store::StoreBatch done;
      done.deliveries[task.key] = std::nullopt;
      ASSERT_TRUE(store_.Commit(done).ok());
      outbox_->End(task, {fast, absl::InfinitePast()});
    }
    taken_.clear();
  }

  testing::InMemoryRecordStore store_;
  const Limits limits_;
  std::unique_ptr<Outbox> outbox_;
  int64_t next_ = 1;
  std::vector<Task> taken_;
};

using Ids = std::vector<std::string>;

TEST_F(OutboxTest, GivesEachALittleAtATime) {
  Subscribe("a", "a.example");
  Subscribe("b", "b.example");
  Add("a", 100);
  Add("b", 1);
  // Of whom nothing is known yet, four in all and two each.
  EXPECT_EQ(TakeAll(), (Ids{"a", "b", "a"}));
  EndAll(/*fast=*/true);
  EXPECT_EQ(TakeAll(), (Ids{"a", "a"}));
}

TEST_F(OutboxTest, KeepsSendersFreeForThoseWhoAnswer) {
  for (int i = 0; i < 20; ++i) {
    Subscribe(absl::StrCat("slow", i), absl::StrCat("slow", i));
    Add(absl::StrCat("slow", i), 10);
  }
  Subscribe("fast", "fast.example");
  Add("fast", 1);
  while (taken_.empty() || taken_.back().key.subscription != "fast") {
    taken_.push_back(*outbox_->TakeDue(kNow));
    if (taken_.back().key.subscription != "fast") EndAll(/*fast=*/false);
  }
  EndAll(/*fast=*/true);
  EXPECT_EQ(TakeAll().size(), size_t{4});  // none of them comes back
  Add("fast", 5);
  EXPECT_EQ(TakeAll(), (Ids{"fast", "fast"}));
}

TEST_F(OutboxTest, LetsSlowOnesNotHoldUpOthersAtTheirHost) {
  Subscribe("fast", "one.example");
  Add("fast", 1);
  EXPECT_EQ(TakeAll(), (Ids{"fast"}));
  EndAll(/*fast=*/true);
  for (int i = 0; i < 5; ++i) {
    Subscribe(absl::StrCat("slow", i), "one.example");
    Add(absl::StrCat("slow", i), 5);
  }
  EXPECT_EQ(TakeAll().size(), size_t{2});
  Add("fast", 5);
  EXPECT_EQ(TakeAll(), (Ids{"fast", "fast"}));
}

TEST_F(OutboxTest, SparesAHostOfMany) {
  for (int i = 0; i < 10; ++i) {
    Subscribe(absl::StrCat("s", i), "one.example");
    Add(absl::StrCat("s", i), 1);
  }
  for (int i = 0; i < 10; ++i) {
    EXPECT_LE(TakeAll().size(), size_t{2});
    EndAll(/*fast=*/true);
  }
  for (int i = 0; i < 10; ++i) Add(absl::StrCat("s", i), 5);
  EXPECT_EQ(TakeAll().size(), size_t{4});
}

TEST_F(OutboxTest, LeavesWhoFailedAlone) {
  Subscribe("a", "a.example");
  Add("a", 2);
  const Task task = *outbox_->TakeDue(kNow);
  outbox_->End(task, {false, kNow + absl::Seconds(5)});
  EXPECT_FALSE(outbox_->TakeDue(kNow + absl::Seconds(4)).has_value());
  EXPECT_TRUE(outbox_->TakeDue(kNow + absl::Seconds(5)).has_value());
}

TEST_F(OutboxTest, HandsOutADeliveryOnce) {
  Subscribe("a", "a.example");
  Add("a", 1);
  const Task task = *outbox_->TakeDue(kNow);
  outbox_->End(task, {true, absl::InfinitePast()});
  EXPECT_FALSE(outbox_->TakeDue(kNow).has_value());
  outbox_->PutBack(task);
  EXPECT_TRUE(outbox_->TakeDue(kNow).has_value());
}

TEST_F(OutboxTest, WaitsUntilItIsDue) {
  Subscribe("a", "a.example");
  store::StoreBatch batch;
  batch.deliveries[{"a", {1, 0}}] =
      store::Delivery{1, kNow, kNow + absl::Seconds(9)};
  ASSERT_TRUE(store_.Commit(batch).ok());
  EXPECT_FALSE(outbox_->TakeDue(kNow + absl::Seconds(8)).has_value());
  EXPECT_EQ(outbox_->TakeDue(kNow + absl::Seconds(9))->delivery.attempts, 1);
}

TEST_F(OutboxTest, ForgetsWhoIsGone) {
  Subscribe("a", "a.example");
  Add("a", 3);
  const Task task = *outbox_->TakeDue(kNow);
  store::StoreBatch batch;
  batch.subscriptions["a"] = std::nullopt;
  for (int64_t i = 1; i < 4; ++i) batch.deliveries[{"a", {i, 0}}].reset();
  ASSERT_TRUE(store_.Commit(batch).ok());
  outbox_->PutBack(task);
  outbox_->End(task, {});
  EXPECT_FALSE(outbox_->TakeDue(kNow).has_value());
  EXPECT_TRUE(outbox_->Waiting().empty());
}

TEST_F(OutboxTest, ReadsWhatTheStoreHolds) {
  Subscribe("a", "a.example");
  Add("a", 3);
  outbox_.reset();
  outbox_ = *Outbox::Open(store_, limits_, [] {});
  EXPECT_EQ(outbox_->Waiting()["a"], size_t{3});
  EXPECT_TRUE(outbox_->TakeDue(kNow).has_value());
}

}  // namespace
}  // namespace landfall::deliver
