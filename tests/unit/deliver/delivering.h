#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "server/deliver/deliverer.h"
#include "server/deliver/subscriptions.h"
#include "server/store/event_codec.h"
#include "tests/support/in_memory_record_store.h"
#include "tests/support/one_answer_server.h"
#include "tests/support/set_clock.h"

namespace landfall::testing {

// A deliverer over a store in memory, whose clock stands still, and which plans
// and sends only when it is told to.
class Delivering : public ::testing::Test {
 protected:
  Delivering() { Open(); }

  void Open() {
    subscriptions_.reset();
    deliverer_.reset();
    deliver::DeliverySetup setup{
        store_,
        settings_,
        clock_,
        deliver::CallbackRules({"127.0.0.1"}, /*allow_private=*/true),
        [](const model::ListedEvent& listed) {
          return absl::StrCat("{\"name\":\"", listed.event.name, "\"}");
        },
        [this](const deliver::Note& note) { notes_.push_back(note); },
        limits_};
    auto opened = deliver::Deliverer::Open(std::move(setup));
    ASSERT_TRUE(opened.ok()) << opened.status();
    deliverer_ = *std::move(opened);
    subscriptions_ = std::make_unique<deliver::Subscriptions>(*deliverer_);
  }

  deliver::Wish WishFor(int port, const std::string& owner = "flows") {
    deliver::Wish wish;
    wish.owner = owner;
    wish.url = absl::StrCat("http://127.0.0.1:", port, "/hook?sig=s3cret");
    wish.filter.events = {model::EventType::kEntered, model::EventType::kLeft};
    return wish;
  }
  std::string Subscribe(const deliver::Wish& wish) {
    const auto made = subscriptions_->Create(wish);
    EXPECT_TRUE(made.ok()) << made.status();
    return made.ok() ? made->id : "";
  }

  // Writes down that somebody entered a card, and who stands there.
  void Enter(const std::string& name, uint64_t record = 1) {
    store::LoggedEvent logged;
    logged.event.at = clock_.Now();
    logged.event.card = "ecom-absent";
    logged.event.record = {"shop", "customer", std::to_string(record)};
    logged.event.source = "shop";
    logged.event.name = name;
    logged.about = {{record, 0}};
    store::StoreBatch batch;
    batch.members[{{record, 0}, "ecom-absent"}] =
        store::EncodeEvent(logged.event);
    batch.events.push_back(logged);
    ASSERT_TRUE(store_.Commit(batch).ok());
  }

  // Everything that is due now is tried once, on this thread; how many.
  int SendDue() {
    EXPECT_TRUE(deliverer_->PlanNow().ok());
    const int sent = deliverer_->SendDueNow();
    EXPECT_TRUE(deliverer_->PlanNow().ok());
    return sent;
  }

  store::Subscription Only() {
    const auto listed = subscriptions_->List(std::nullopt);
    EXPECT_EQ(listed.size(), size_t{1});
    return *listed.at(0).subscription;
  }
  size_t Waiting() {
    size_t all = 0;
    for (const auto& [id, count] : deliverer_->outbox().Waiting()) all += count;
    return all;
  }
  std::vector<deliver::Note::Kind> TakeKinds() {
    std::vector<deliver::Note::Kind> kinds;
    for (const deliver::Note& note : notes_) kinds.push_back(note.kind);
    notes_.clear();
    return kinds;
  }

  InMemoryRecordStore store_;
  model::Settings settings_;
  SetClock clock_{absl::FromUnixSeconds(1'780'000'000)};
  deliver::Limits limits_;
  std::vector<deliver::Note> notes_;
  std::unique_ptr<deliver::Deliverer> deliverer_;
  std::unique_ptr<deliver::Subscriptions> subscriptions_;
};

}  // namespace landfall::testing
