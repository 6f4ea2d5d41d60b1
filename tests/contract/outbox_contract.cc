// What every RecordStore must do with subscriptions and deliveries.
#include "tests/contract/record_store_contract.h"

namespace landfall::testing {
namespace {

using store::Delivery;
using store::DeliveryKey;
using store::EventCursor;
using store::StoreBatch;
using store::StoreView;
using store::Subscription;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

const absl::Time kNow = absl::FromUnixSeconds(1'780'000'000);

Subscription Of(const std::string& owner) {
  Subscription subscription;
  subscription.owner = owner;
  subscription.filter.events = {model::EventType::kEntered};
  subscription.created = kNow;
  subscription.expires = kNow + absl::Hours(24);
  return subscription;
}

// "sub_1 flows" of every subscription.
std::vector<std::string> Subscriptions(const StoreView& view) {
  std::vector<std::string> lines;
  const absl::Status status = view.ForEachSubscription(
      [&](const std::string& id, const Subscription& subscription) {
        lines.push_back(id + " " + subscription.owner);
        return absl::OkStatus();
      });
  EXPECT_TRUE(status.ok()) << status;
  return lines;
}

// "sub_1 7.2 3" of every delivery: to whom, the event, how many attempts.
std::vector<std::string> Deliveries(const StoreView& view) {
  std::vector<std::string> lines;
  const absl::Status status = view.ForEachDelivery(
      [&](const DeliveryKey& key, const Delivery& delivery) {
        lines.push_back(key.subscription + " " +
                        std::to_string(key.event.revision) + "." +
                        std::to_string(key.event.position) + " " +
                        std::to_string(delivery.attempts));
        return absl::OkStatus();
      });
  EXPECT_TRUE(status.ok()) << status;
  return lines;
}

StoreBatch TwoSubscriptions() {
  StoreBatch batch;
  batch.subscriptions["sub_1"] = Of("flows");
  batch.subscriptions["sub_2"] = Of("ops");
  batch.deliveries[{"sub_1", {7, 2}}] = Delivery{0, kNow, kNow};
  batch.deliveries[{"sub_1", {70'000, 0}}] = Delivery{1, kNow, kNow};
  batch.deliveries[{"sub_2", {7, 2}}] = Delivery{2, kNow, kNow};
  batch.dispatched_through = EventCursor{70'000, 0};
  return batch;
}

}  // namespace

TEST_P(RecordStoreContract, KeepsSubscriptionsAndDeliveriesUntilTheyEnd) {
  EXPECT_EQ(*store_->View()->DispatchedThrough(), EventCursor());
  ASSERT_TRUE(store_->Commit(TwoSubscriptions()).ok());
  const auto before = store_->View();
  StoreBatch batch;
  batch.subscriptions["sub_2"] = std::nullopt;
  batch.deliveries[{"sub_2", {7, 2}}] = std::nullopt;
  batch.deliveries[{"sub_1", {7, 2}}] = Delivery{5, kNow, kNow};
  ASSERT_TRUE(store_->Commit(batch).ok());
  EXPECT_THAT(Subscriptions(*before),
              UnorderedElementsAre("sub_1 flows", "sub_2 ops"));
  EXPECT_THAT(
      Deliveries(*before),
      UnorderedElementsAre("sub_1 7.2 0", "sub_1 70000.0 1", "sub_2 7.2 2"));
  const auto view = store_->View();
  EXPECT_THAT(Subscriptions(*view), UnorderedElementsAre("sub_1 flows"));
  EXPECT_THAT(Deliveries(*view),
              UnorderedElementsAre("sub_1 7.2 5", "sub_1 70000.0 1"));
  EXPECT_EQ(*view->DispatchedThrough(), (EventCursor{70'000, 0}));
  EXPECT_TRUE(All().empty());
}

TEST_P(RecordStoreContract, CommitsWhatOnlyTheOutboxSays) {
  StoreBatch batch;
  batch.dispatched_through = EventCursor{3, 1};
  EXPECT_FALSE(batch.empty());
  ASSERT_TRUE(store_->Commit(batch).ok());
  EXPECT_EQ(store_->View()->revision(), 1);
  EXPECT_EQ(*store_->View()->DispatchedThrough(), (EventCursor{3, 1}));
}

TEST_P(RecordStoreContract, KeepsEverythingThatASubscriptionSays) {
  Subscription given = Of("flows");
  given.url = "https://prod.logic.azure.com/x?sig=y";
  given.host = "prod.logic.azure.com";
  given.secret = std::string("\0\x01\xff", 3);
  given.filter.events = {model::EventType::kEntered, model::EventType::kLeft};
  given.filter.because = model::EventCause::kLanded;
  given.filter.card = "ecom-absent";
  given.filter.entity = "USTR";
  given.filter.source = "shop";
  given.filter.channel = "DTC";
  given.filter.reason = model::ReasonCode::kNotFound;
  given.filter.min_blocked_value = base::Decimal(1005, 1);
  given.filter.min_age_minutes = 30;
  given.after = {12, 4'294'967'295};
  given.end = store::SubscriptionEnd::kGone;
  given.ended = kNow;
  given.last_delivery = kNow;
  given.failing_since = kNow;
  given.last_error = "HTTP 410";
  given.failures = 3;
  given.delivered = 5'000'000'000;
  given.set_aside = 1;
  given.newest_set_aside = {{{9, 1}, kNow, 30, "timed out"}};
  StoreBatch batch;
  batch.subscriptions["sub_1"] = given;
  ASSERT_TRUE(store_->Commit(batch).ok());
  Subscription found;
  ASSERT_TRUE(
      store_->View()
          ->ForEachSubscription([&](const std::string&, Subscription s) {
            found = std::move(s);
            return absl::OkStatus();
          })
          .ok());
  EXPECT_EQ(found.url, given.url);
  EXPECT_EQ(found.secret, given.secret);
  EXPECT_EQ(found.filter.events, given.filter.events);
  EXPECT_EQ(found.filter.because, given.filter.because);
  EXPECT_EQ(found.filter.channel, "DTC");
  EXPECT_EQ(found.filter.reason, given.filter.reason);
  EXPECT_EQ(found.filter.min_blocked_value, given.filter.min_blocked_value);
  EXPECT_EQ(found.filter.min_age_minutes, 30);
  EXPECT_EQ(found.after, given.after);
  EXPECT_EQ(found.expires, given.expires);
  EXPECT_EQ(found.end, given.end);
  EXPECT_EQ(found.delivered, given.delivered);
  ASSERT_EQ(found.newest_set_aside.size(), 1u);
  EXPECT_EQ(found.newest_set_aside[0].event, (EventCursor{9, 1}));
  EXPECT_EQ(found.newest_set_aside[0].error, "timed out");
}

TEST_P(RecordStoreContract, TellsFollowersOfTheOutbox) {
  std::vector<std::string> seen;
  const auto following =
      store_->Follow(0, [&](store::Revision, const StoreBatch& batch) {
        for (const auto& [id, _] : batch.subscriptions) seen.push_back(id);
        EXPECT_FALSE(batch.ChangesAnswers());
      });
  ASSERT_TRUE(following.ok());
  ASSERT_TRUE(store_->Commit(TwoSubscriptions()).ok());
  EXPECT_THAT(seen, ElementsAre("sub_1", "sub_2"));
}

TEST_P(RecordStoreContract, KeepsTheOutboxOverAReopen) {
  if (!GetParam().durable) GTEST_SKIP() << "this store has no disk";
  ASSERT_TRUE(store_->Commit(TwoSubscriptions()).ok());
  StoreBatch batch;
  batch.subscriptions["sub_1"] = std::nullopt;
  batch.deliveries[{"sub_1", {7, 2}}] = std::nullopt;
  batch.deliveries[{"sub_1", {70'000, 0}}] = std::nullopt;
  ASSERT_TRUE(store_->Commit(batch).ok());
  Open();
  EXPECT_THAT(Subscriptions(*store_->View()),
              UnorderedElementsAre("sub_2 ops"));
  EXPECT_THAT(Deliveries(*store_->View()), UnorderedElementsAre("sub_2 7.2 2"));
  EXPECT_EQ(*store_->View()->DispatchedThrough(), (EventCursor{70'000, 0}));
}

}  // namespace landfall::testing
