// Stores that were written when Business Central customers had no company in
// their ids.
#include <gtest/gtest.h>

#include "server/config/load.h"
#include "server/engine/engine.h"
#include "tests/support/borrowed_store.h"
#include "tests/support/in_memory_record_store.h"
#include "tests/support/test_engine.h"

namespace landfall::ingest {
namespace {

using namespace reconcile;  // NOLINT: the records of its tests

constexpr char kConfig[] = R"(
legal_entities:
  - {id: UKCO, source: bc, company: UK Trade Ltd}
sources:
  - {id: bc, system: business_central}
  - {id: crm, system: dataverse}
)";
constexpr char kMore[] = R"(
legal_entities:
  - {id: UKCO, source: bc, company: UK Trade Ltd}
  - {id: IECO, source: bc, company: IE Trade Ltd}
sources:
  - {id: bc, system: business_central}
  - {id: crm, system: dataverse}
)";
constexpr char kGuid[] = "10000000-0000-4000-8000-00000000000";

std::unique_ptr<engine::Engine> Open(const char* config,
                                     store::RecordStore& store) {
  auto options = config::LoadConfigText(config, "f", "/etc");
  EXPECT_TRUE(options.ok()) << options.status();
  auto engine = engine::Engine::Open(
      options->settings, std::make_unique<testing::BorrowedStore>(store));
  EXPECT_TRUE(engine.ok()) << engine.status();
  return *std::move(engine);
}

// As the first version stored it: under its bare system id.
model::Record Old(const std::string& digit, const std::string& company) {
  model::Record record;
  record.ref = {"bc", "customer", kGuid + digit};
  record.name = "Customer " + digit;
  model::MasterCustomer customer;
  customer.entity = company;
  customer.account = "C" + digit;
  record.body = customer;
  record.fields.AddString("email", "c" + digit + "@contoso-mail.com");
  return record;
}

void StoreOld(const std::vector<model::Record>& records,
              store::RecordStore& store) {
  const base::Hasher hasher(store.secret());
  store::StoreBatch batch;
  for (const model::Record& record : records) {
    const model::RecordRef& ref = record.ref;
    batch.puts.push_back(
        {hasher.Hash({"record", ref.source, ref.type, ref.id}), record});
  }
  ASSERT_TRUE(store.Commit(batch).ok());
}

std::vector<std::string> IdsIn(const store::RecordStore& store) {
  std::vector<std::string> ids;
  EXPECT_TRUE(store.View()
                  ->ForEach([&](base::Hash128, const model::Record& record) {
                    ids.push_back(record.ref.id);
                    return absl::OkStatus();
                  })
                  .ok());
  std::sort(ids.begin(), ids.end());
  return ids;
}

using Ids = std::vector<std::string>;

TEST(RespellTest, MovesTheCustomersOfAnEarlierVersion) {
  testing::InMemoryRecordStore store;
  model::Record error;
  error.ref = {"bc", "error_event", "e"};
  model::ErrorEvent event;
  event.record = {"bc", "customer", kGuid + std::string("1")};
  error.body = event;
  StoreOld({Old("1", "UK Trade Ltd"), Old("2", "uk trade ltd"),
            Old("3", "Somebody Else"), error},
           store);
  const auto engine = Open(kConfig, store);
  const Ids moved = {"e", "somebody else:" + (kGuid + std::string("3")),
                     "ukco:" + (kGuid + std::string("1")),
                     "ukco:" + (kGuid + std::string("2"))};
  EXPECT_EQ(IdsIn(store), moved);
  const auto view = engine->reconciler().GetRecord(
      {{"bc", "customer", "UKCO:" + (kGuid + std::string("1"))}, Now()});
  ASSERT_TRUE(view.ok()) << view.status();
  EXPECT_EQ(view->record.name, "Customer 1");
  // The error still finds it.
  const auto about =
      engine->reconciler().GetRecord({{"bc", "error_event", "e"}, Now()});
  ASSERT_TRUE(about.ok()) << about.status();
  ASSERT_EQ(about->check->counterparts.size(), 1u);
  EXPECT_EQ(about->check->counterparts[0].record, view->record.ref);
  // The same customer again is no other one.
  model::Record again = Old("1", "UK Trade Ltd");
  const auto counts = engine->ingest().Upsert({{again}, {}}, Now());
  ASSERT_TRUE(counts.ok()) << counts.status();
  EXPECT_EQ(counts->unchanged, 1);
}

TEST(RespellTest, FollowsACompanyThatBecomesALegalEntity) {
  testing::InMemoryRecordStore store;
  StoreOld({Old("1", "IE Trade Ltd")}, store);
  Open(kConfig, store);
  EXPECT_EQ(IdsIn(store), Ids{"ie trade ltd:" + (kGuid + std::string("1"))});
  Open(kMore, store);
  EXPECT_EQ(IdsIn(store), Ids{"ieco:" + (kGuid + std::string("1"))});
}

TEST(RespellTest, FollowsALegalEntityThatGetsAnotherId) {
  testing::InMemoryRecordStore store;
  StoreOld({Old("1", "UK Trade Ltd")}, store);
  Open(kConfig, store);
  Open(R"(
legal_entities:
  - {id: GB01, source: bc, company: UK Trade Ltd}
sources:
  - {id: bc, system: business_central}
)",
       store);
  EXPECT_EQ(IdsIn(store), Ids{"gb01:" + (kGuid + std::string("1"))});
}

TEST(RespellTest, KeepsTheNewerOfTwoThatBecomeOne) {
  for (const bool old_is_newer : {false, true}) {
    testing::InMemoryRecordStore store;
    model::Record old = Old("1", "UK Trade Ltd");
    model::Record other = Old("1", "UK Trade Ltd");
    old.name = "Old";
    other.name = "Other";
    other.ref.id = "ukco:" + old.ref.id;
    old.modified = Now() - absl::Hours(old_is_newer ? 1 : 3);
    other.modified = Now() - absl::Hours(2);
    StoreOld({old, other}, store);
    const auto engine = Open(kConfig, store);
    EXPECT_EQ(IdsIn(store), Ids{other.ref.id});
    const auto view = engine->reconciler().GetRecord(
        {{"bc", "customer", other.ref.id}, Now()});
    ASSERT_TRUE(view.ok());
    EXPECT_EQ(view->record.name, old_is_newer ? "Old" : "Other");
  }
}

// Counts how often everything was read.
class CountingView : public store::StoreView {
 public:
  CountingView(std::shared_ptr<const store::StoreView> view, int* scans)
      : view_(std::move(view)), scans_(*scans) {}

  store::Revision revision() const override { return view_->revision(); }
  absl::StatusOr<std::optional<model::Record>> Get(
      base::Hash128 id) const override {
    return view_->Get(id);
  }
  absl::Status ForEach(
      absl::FunctionRef<absl::Status(base::Hash128, model::Record)> visit)
      const override {
    ++scans_;
    return view_->ForEach(visit);
  }
  absl::StatusOr<std::map<std::string, std::string>> Values() const override {
    return view_->Values();
  }
  absl::StatusOr<std::map<std::string, std::string>> Intents() const override {
    return view_->Intents();
  }
  absl::Status ForEachEvent(
      store::EventCursor from, EventOrder order,
      absl::FunctionRef<bool(store::EventCursor, const store::LoggedEvent&)>
          visit) const override {
    return view_->ForEachEvent(from, order, visit);
  }
  absl::StatusOr<store::EventCursor> DroppedThrough() const override {
    return view_->DroppedThrough();
  }
  absl::Status ForEachMember(
      absl::FunctionRef<absl::Status(store::MemberKey, std::string)> visit)
      const override {
    return view_->ForEachMember(visit);
  }
  absl::StatusOr<std::optional<std::string>> Member(
      const store::MemberKey& key) const override {
    return view_->Member(key);
  }
  absl::Status ForEachSubscription(
      absl::FunctionRef<absl::Status(std::string, store::Subscription)> visit)
      const override {
    return view_->ForEachSubscription(visit);
  }
  absl::Status ForEachDelivery(
      absl::FunctionRef<absl::Status(store::DeliveryKey, store::Delivery)>
          visit) const override {
    return view_->ForEachDelivery(visit);
  }
  absl::StatusOr<store::EventCursor> DispatchedThrough() const override {
    return view_->DispatchedThrough();
  }

 private:
  const std::shared_ptr<const store::StoreView> view_;
  int& scans_;
};

class CountingStore : public testing::BorrowedStore {
 public:
  CountingStore(store::RecordStore& store, int* scans)
      : BorrowedStore(store), scans_(*scans) {}
  std::shared_ptr<const store::StoreView> View() const override {
    return std::make_shared<CountingView>(BorrowedStore::View(), &scans_);
  }

 private:
  int& scans_;
};

TEST(RespellTest, ReadsEverythingOnceMoreOnlyWhenItHasTo) {
  testing::InMemoryRecordStore store;
  StoreOld({Old("1", "UK Trade Ltd")}, store);
  const auto scans = [&](const char* config) {
    int count = 0;
    EXPECT_TRUE(engine::Engine::Open(
                    config::LoadConfigText(config, "f", "/etc")->settings,
                    std::make_unique<CountingStore>(store, &count))
                    .ok());
    return count;
  };
  EXPECT_EQ(scans(kConfig), 2);
  EXPECT_EQ(scans(kConfig), 1);
  EXPECT_EQ(scans(kMore), 2);
}

}  // namespace
}  // namespace landfall::ingest
