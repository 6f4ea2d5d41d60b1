// What an erasure takes along, and that no file on disk keeps it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/config/load.h"
#include "server/store/internal/rocksdb_open.h"
#include "tests/support/full_disk.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_engine.h"

namespace landfall::ingest {
namespace {

using namespace reconcile;  // NOLINT: the records of its tests

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kConfig[] = R"(
legal_entities:
  - {id: USTR, source: erp}
sources:
  - {id: erp, system: finance_operations}
  - {id: crm, system: dataverse}
  - {id: web, system: shopify}
)";

// An engine over a store on disk.
class ErasureTest : public ::testing::Test {
 protected:
  ErasureTest() { Open(); }

  void Open(const store::internal::RocksDbTuning& tuning = {}) {
    engine_.reset();
    auto store =
        store::internal::OpenRocksDbStoreTuned(folder_.Sub("store"), tuning);
    EXPECT_TRUE(store.ok()) << store.status();
    auto engine = engine::Engine::Open(
        config::LoadConfigText(kConfig, "f", "/etc")->settings,
        *std::move(store));
    EXPECT_TRUE(engine.ok()) << engine.status();
    engine_ = *std::move(engine);
  }

  void Store(const std::vector<model::Record>& records) {
    for (const model::Record& record : records) {
      // One file each, so that an erasure meets several.
      ASSERT_TRUE(engine_->ingest().Upsert({{record}, {}}, Now()).ok());
    }
  }

  bool IsHeld(const std::string& ref) {
    const auto view =
        engine_->reconciler().GetRecord({*model::RecordRef::Parse(ref), Now()});
    EXPECT_TRUE(view.ok() || absl::IsNotFound(view.status())) << view.status();
    return view.ok();
  }

  // The files in which `text` stands, in whatever case.
  std::vector<std::string> FilesWith(const std::string& text) {
    std::vector<std::string> files;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(folder_.path())) {
      if (!entry.is_regular_file()) continue;
      std::ifstream in(entry.path(), std::ios::binary);
      std::stringstream content;
      content << in.rdbuf();
      if (absl::StrContains(absl::AsciiStrToLower(content.str()), text)) {
        files.push_back(entry.path().filename());
      }
    }
    return files;
  }

  testing::TempFolder folder_;
  std::unique_ptr<engine::Engine> engine_;
};

model::Record Saying(const std::string& id, model::ErrorEvent event,
                     const std::string& message) {
  event.message = message;
  model::Record record = Failure(id, event);
  std::get<model::ErrorEvent>(record.body).message = message;
  record.fields.AddString("message", message);
  return record;
}

model::ErrorEvent OfKeys(const std::string& email) {
  model::ErrorEvent event;
  event.customer.emplace();
  event.customer->emails = {email};
  return event;
}

TEST_F(ErasureTest, LeavesNothingOfAPersonInAnyFile) {
  const model::Record bobs =
      Saying("bobs", About({"web", "customer", "2"}),
             "bob@contoso-mail.com has the telephone of Ann@contoso-mail.com");
  Store({Shopper("1", "Ann Marsh", "ann@contoso-mail.com"),
         Shopper("2", "Bob", "bob@contoso-mail.com"),
         Order("101", "1", "US", "10", "USD", "ann@contoso-mail.com"),
         Order("102", "", "US", "10", "USD", "Ann@Contoso-Mail.com"),
         Saying("e1", OfKeys("ann@contoso-mail.com"), "Ann Marsh failed"),
         Saying("e2", About({"web", "order", "101"}),
                "order of ann@contoso-mail.com failed"),
         Saying("e3", About({"web", "order", "102"}), "Ann Marsh's order"),
         Saying("e4", About({"web", "customer", "1"}), "ann@contoso-mail.com"),
         bobs});
  ASSERT_FALSE(FilesWith("ann@contoso-mail.com").empty());
  ASSERT_FALSE(FilesWith("ann marsh").empty());
  ASSERT_TRUE(engine_->ingest().Erase({"web", "customer", "1"}, Now()).ok());
  EXPECT_THAT(FilesWith("ann@contoso-mail.com"), IsEmpty());
  EXPECT_THAT(FilesWith("ann marsh"), IsEmpty());
  for (const char* gone : {"web/customer/1", "web/order/101", "web/order/102",
                           "web/error_event/e1", "web/error_event/e2",
                           "web/error_event/e3", "web/error_event/e4"}) {
    EXPECT_FALSE(IsHeld(gone)) << gone;
  }
  EXPECT_TRUE(IsHeld("web/customer/2"));
  EXPECT_FALSE(FilesWith("bob@contoso-mail.com").empty());
  const auto kept = engine_->reconciler().GetRecord({bobs.ref, Now()});
  ASSERT_TRUE(kept.ok()) << kept.status();
  EXPECT_EQ(kept->check->explanation,
            "The integration reported (web): bob@contoso-mail.com has the "
            "telephone of [erased]");
  // The failure is still Bob's.
  ASSERT_EQ(kept->check->counterparts.size(), 1u);
  EXPECT_EQ(kept->check->counterparts[0].record.id, "2");
}

// Also what the world does not lead to, and after a restart.
TEST_F(ErasureTest, TakesWhateverBelongsToThePerson) {
  const auto guid = [](int n) {
    return absl::StrCat("00000000-0000-4000-8000-00000000000", n);
  };
  model::Record account = Shopper("1", "Ann Marsh", "");
  account.ref = {"crm", "account", guid(1)};
  model::Record activity;
  activity.ref = {"crm", "opportunity", guid(2)};
  activity.body =
      model::Activity{{{"account", guid(1)}, {"contact", guid(8)}}, true};
  model::Record other = activity;
  other.ref.id = guid(3);
  other.body = model::Activity{{{"account", guid(9)}}, true};
  model::Record test_order =
      Order("104", "1", "US", "10", "USD", "ann@contoso-mail.com");
  std::get<model::Order>(test_order.body).ignored = true;
  model::Record draft = Order("105", "1", "US", "10", "USD");
  std::get<model::Order>(draft.body).quote = true;
  model::Record deleted = Order("106", "1", "US", "10", "USD");
  deleted.deleted = Now() - absl::Hours(1);
  Store({account, activity, other, Shopper("1", "Ann Marsh", ""), test_order,
         draft, deleted, Order("107", "2", "US", "10", "USD")});
  Open();
  ASSERT_TRUE(engine_->ingest().Erase(account.ref, Now()).ok());
  EXPECT_FALSE(IsHeld("crm/account/" + guid(1)));
  EXPECT_FALSE(IsHeld("crm/opportunity/" + guid(2)));
  EXPECT_TRUE(IsHeld("crm/opportunity/" + guid(3)));
  EXPECT_TRUE(IsHeld("web/customer/1"));
  ASSERT_TRUE(engine_->ingest().Erase({"web", "customer", "1"}, Now()).ok());
  for (const char* gone :
       {"web/customer/1", "web/order/104", "web/order/105"}) {
    EXPECT_FALSE(IsHeld(gone)) << gone;
  }
  EXPECT_TRUE(absl::IsNotFound(engine_->ingest().Erase(deleted.ref, Now())));
  EXPECT_TRUE(IsHeld("web/order/107"));
}

TEST_F(ErasureTest, TakesTheGuestThatADeletedCustomerWas) {
  model::Record left = Shopper("1", "Ann", "ann@contoso-mail.com");
  left.deleted = Now() - absl::Hours(1);
  Store({left, Order("102", "", "US", "10", "USD", "ann@contoso-mail.com"),
         Order("103", "", "US", "10", "USD", "zoe@contoso-mail.com")});
  ASSERT_TRUE(engine_->ingest().Erase(left.ref, Now()).ok());
  EXPECT_FALSE(IsHeld("web/order/102"));
  EXPECT_TRUE(IsHeld("web/order/103"));
  EXPECT_THAT(FilesWith("ann@contoso-mail.com"), IsEmpty());
}

TEST_F(ErasureTest, LeavesTheGuestThatIsNobodyInParticular) {
  // Two registered customers hold the address, so the guest is neither.
  Store({Shopper("1", "Ann", "team@contoso-mail.com"),
         Shopper("2", "Bob", "team@contoso-mail.com"),
         Order("102", "", "US", "10", "USD", "team@contoso-mail.com")});
  ASSERT_TRUE(engine_->ingest().Erase({"web", "customer", "1"}, Now()).ok());
  EXPECT_TRUE(IsHeld("web/order/102"));
  EXPECT_TRUE(IsHeld("web/customer/2"));
}

TEST_F(ErasureTest, ErasesWhomTheMasterNames) {
  Store({Master("USTR", "C-1", "ann@contoso-mail.com"),
         Saying("e1", About({"erp", "customer", "USTR:C-1"}), "ann failed"),
         Saying("e2", OfKeys("ann@contoso-mail.com"), "also failed")});
  ASSERT_TRUE(
      engine_->ingest().Erase({"erp", "customer", "ustr:C-1"}, Now()).ok());
  EXPECT_THAT(FilesWith("ann@contoso-mail.com"), IsEmpty());
  EXPECT_FALSE(IsHeld("web/error_event/e1"));
  EXPECT_FALSE(IsHeld("web/error_event/e2"));
}

// On a full disk the erasure is kept, and finished by the next call, by that of
// somebody else, or by the next process. The parameter says whether the disk
// tells beforehand that it is full.
class FullDiskErasureTest : public ErasureTest,
                            public ::testing::WithParamInterface<bool> {
 protected:
  FullDiskErasureTest() { tuning_.env = env_.get(); }
  ~FullDiskErasureTest() override { engine_.reset(); }

  void SetFull(bool full) {
    disk_->set_full_for_tables(full);
    const bool tells = full && GetParam();
    disk_->set_free_space(tells ? 1 : uint64_t{1} << 40);
  }

  // Erases one of two customers while there is space for the change alone.
  void EraseOnAFullDisk() {
    Store({Shopper("1", "Ann", absl::StrCat(kAnn, ".example")),
           Order("101", "1", "US", "10", "USD", ""),
           Shopper("2", "Bob", absl::StrCat(kBob, ".example")),
           Shopper("3", "Cyd", "cyd@contoso-mail.com")});
    // Into the lowest level, which no later write touches.
    ASSERT_TRUE(engine_->ingest().Erase({"web", "customer", "3"}, Now()).ok());
    Open(tuning_);
    SetFull(true);
    ExpectFull(engine_->ingest().Erase(ann_, Now()));
    EXPECT_FALSE(IsHeld("web/customer/1"));
    EXPECT_FALSE(FilesWith(kAnn).empty());
  }
  static void ExpectFull(const absl::Status& status) {
    EXPECT_TRUE(absl::IsResourceExhausted(status)) << status;
    EXPECT_TRUE(absl::StrContains(status.message(), "not yet from the files"))
        << status;
  }

  // How addresses begin: nothing that a compression could put together from
  // what else is stored.
  static constexpr char kAnn[] = "q7x-v93.kw5m@zp81-hj2";
  static constexpr char kBob[] = "u4f_t60!dn8b@ys39-cg5";
  const model::RecordRef ann_{"web", "customer", "1"};
  const std::shared_ptr<testing::FullDisk> disk_ =
      std::make_shared<testing::FullDisk>();
  const std::unique_ptr<rocksdb::Env> env_ = rocksdb::NewCompositeEnv(disk_);
  store::internal::RocksDbTuning tuning_;
};

TEST_P(FullDiskErasureTest, IsFinishedByTheSameCall) {
  EraseOnAFullDisk();
  ExpectFull(engine_->ingest().Erase(ann_, Now()));  // and never NOT_FOUND
  SetFull(false);
  EXPECT_TRUE(engine_->ingest().Erase(ann_, Now()).ok());
  EXPECT_THAT(FilesWith(kAnn), IsEmpty());
  EXPECT_TRUE(absl::IsNotFound(engine_->ingest().Erase(ann_, Now())));
}

// Who was never held is not said to be erased meanwhile.
TEST_P(FullDiskErasureTest, IsOfWhatWasHeld) {
  EraseOnAFullDisk();
  ExpectFull(engine_->ingest().Erase({"web", "order", "101"}, Now()));
  for (const char* id : {"4", "guest-0000000000000000"}) {
    EXPECT_TRUE(absl::IsNotFound(
        engine_->ingest().Erase({"web", "customer", id}, Now())));
  }
}

TEST_P(FullDiskErasureTest, IsFinishedByTheErasureOfAnother) {
  EraseOnAFullDisk();
  SetFull(false);
  EXPECT_TRUE(engine_->ingest().Erase({"web", "customer", "2"}, Now()).ok());
  EXPECT_THAT(FilesWith(kAnn), IsEmpty());
  EXPECT_THAT(FilesWith(kBob), IsEmpty());
}

TEST_P(FullDiskErasureTest, IsFinishedByTheNextProcess) {
  EraseOnAFullDisk();
  engine_.reset();
  SetFull(false);
  Open();
  const absl::Status status = engine_->ingest().Erase(ann_, Now());
  // The background may have been faster.
  EXPECT_TRUE(status.ok() || absl::IsNotFound(status)) << status;
  EXPECT_THAT(FilesWith(kAnn), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Disks, FullDiskErasureTest, ::testing::Bool());

TEST_F(ErasureTest, SaysThatNothingIsHeld) {
  Store({Order("102", "", "US", "10", "USD", "zoe@contoso-mail.com")});
  for (const char* ref :
       {"web/customer/1", "web/customer/guest-0000000000000000", "web/order/9",
        "web/error_event/e"}) {
    EXPECT_TRUE(absl::IsNotFound(
        engine_->ingest().Erase(*model::RecordRef::Parse(ref), Now())))
        << ref;
  }
  EXPECT_TRUE(IsHeld("web/order/102"));
}

}  // namespace
}  // namespace landfall::ingest
