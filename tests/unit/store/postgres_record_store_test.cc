#include "server/store/postgres/postgres_record_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/store/postgres/pool.h"
#include "server/store/postgres/postgres_open.h"
#include "tests/support/cutting_proxy.h"
#include "tests/support/postgres_server.h"
#include "tests/support/purge.h"
#include "tests/support/sample_records.h"

namespace landfall::testing {
namespace {

using store::RecordStore;
using store::Revision;
using store::StoreBatch;
using store::postgres::OpenPostgresStoreTuned;
using store::postgres::Tuning;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

// Never by itself, and without waiting for what cannot come.
constexpr Tuning kTuning{absl::InfiniteDuration(), absl::ZeroDuration(),
                         absl::ZeroDuration()};

constexpr char kEndOtherSessions[] =
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname"
    " = current_database() AND pid <> pg_backend_pid()";

absl::StatusOr<std::unique_ptr<RecordStore>> TryOpen(const std::string& url) {
  return OpenPostgresStoreTuned(url, absl::ZeroDuration(), kTuning);
}

std::unique_ptr<RecordStore> Open(const std::string& url,
                                  const Tuning& tuning = kTuning) {
  auto opened = OpenPostgresStoreTuned(url, absl::ZeroDuration(), tuning);
  EXPECT_TRUE(opened.ok()) << opened.status();
  return opened.ok() ? *std::move(opened) : nullptr;
}

base::Hash128 Id(uint64_t n) { return {n, ~n}; }

StoreBatch PutOf(uint64_t n, const std::string& name) {
  StoreBatch batch;
  batch.puts.push_back({Id(n), SampleCustomer(std::to_string(n), name)});
  return batch;
}

// The name of record `n`, "-" when it is not held, or the error.
std::string Name(const RecordStore& store, uint64_t n) {
  const auto found = store.View()->Get(Id(n));
  if (!found.ok()) return std::string(found.status().message());
  return found->has_value() ? (*found)->name : "-";
}

class PostgresRecordStoreTest : public ::testing::Test {
 protected:
  // A number that the database answers.
  int64_t Count(const std::string& sql) {
    store::postgres::Pool pool(url_);
    const auto rows = pool.Run({sql});
    EXPECT_TRUE(rows.ok()) << rows.status();
    return rows.ok() && rows->size() == 1 ? (*rows)[0].Int8() : -1;
  }

  PostgresServer& server_ = PostgresServer::Shared();
  const std::string url_ = server_.NewUrl();
};

TEST_F(PostgresRecordStoreTest, BelongsToOneServerAtATime) {
  auto first = Open(url_);
  const auto second = TryOpen(url_);
  EXPECT_TRUE(absl::IsFailedPrecondition(second.status())) << second.status();
  EXPECT_THAT(std::string(second.status().message()),
              HasSubstr("in use by another Landfall server"));
  EXPECT_EQ(*first->Commit(PutOf(1, "ann")), 1);
  first.reset();
  first = Open(url_);
  EXPECT_EQ(Name(*first, 1), "ann");
}

TEST_F(PostgresRecordStoreTest, TakesNoWritesOnceAnotherHasTakenOver) {
  const auto old = Open(url_);
  ASSERT_TRUE(old->Commit(PutOf(1, "ann")).ok());
  server_.Execute(url_, kEndOtherSessions);  // it has not noticed
  const auto next = Open(url_);
  EXPECT_EQ(*next->Commit(PutOf(1, "bob")), 2);
  const absl::Status status = old->Commit(PutOf(1, "cyd")).status();
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("another Landfall server has taken over"));
  EXPECT_EQ(Name(*next, 1), "bob");
  EXPECT_EQ(*next->Commit(PutOf(2, "dan")), 3);
}

TEST_F(PostgresRecordStoreTest, TakesItsLockAgain) {
  Tuning tuning = kTuning;
  tuning.upkeep = absl::Milliseconds(5);
  const auto store = Open(url_, tuning);
  server_.Execute(url_, kEndOtherSessions);
  absl::Status status;
  do {
    auto other = TryOpen(url_);
    status = other.status();
    // It may be quicker once, and then lets go.
  } while (status.ok());
  EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
}

TEST_F(PostgresRecordStoreTest, GoesOnAfterItsConnectionsWereCut) {
  const auto store = Open(url_);
  ASSERT_TRUE(store->Commit(PutOf(1, "ann")).ok());
  EXPECT_EQ(Name(*store, 1), "ann");
  server_.Execute(url_, kEndOtherSessions);
  EXPECT_EQ(Name(*store, 1), "ann");
  server_.Execute(url_, kEndOtherSessions);
  EXPECT_EQ(*store->Commit(PutOf(2, "bob")), 2);
  EXPECT_EQ(Name(*store, 2), "bob");
}

TEST_F(PostgresRecordStoreTest, SeesWhatBecameOfACommitWhoseAnswerWasLost) {
  CuttingProxy proxy(server_.socket());
  Tuning tuning = kTuning;
  tuning.settle = absl::Seconds(20);
  const auto store = Open(proxy.Through(url_), tuning);
  std::vector<Revision> told;
  const auto following = store->Follow(
      0,
      [&](Revision revision, const StoreBatch&) { told.push_back(revision); });
  ASSERT_TRUE(following.ok());
  proxy.CutNextCommit(CuttingProxy::Cut::kBeforeTheClient);
  EXPECT_EQ(*store->Commit(PutOf(1, "ann")), 1);
  EXPECT_EQ(Name(*store, 1), "ann");
  proxy.CutNextCommit(CuttingProxy::Cut::kBeforeTheServer);
  const auto not_made = store->Commit(PutOf(1, "bob"));
  EXPECT_TRUE(absl::IsUnavailable(not_made.status())) << not_made.status();
  EXPECT_EQ(Name(*store, 1), "ann");
  EXPECT_EQ(*store->Commit(PutOf(1, "cyd")), 2);
  EXPECT_THAT(told, ElementsAre(1, 2));
  EXPECT_EQ(Count("SELECT count(*) FROM landfall.change"), 2);
}

TEST_F(PostgresRecordStoreTest, SeesItLaterWhenTheDatabaseIsAway) {
  CuttingProxy proxy(server_.socket());
  const auto store = Open(proxy.Through(url_));
  std::vector<std::string> told;
  const auto following =
      store->Follow(0, [&](Revision revision, const StoreBatch& batch) {
        told.push_back(std::to_string(revision) + batch.puts[0].record.name);
      });
  ASSERT_TRUE(following.ok());
  proxy.CutNextCommit(CuttingProxy::Cut::kBeforeTheClient);
  proxy.Refuse(true);
  const absl::Status status = store->Commit(PutOf(1, "ann")).status();
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("may be sent again without harm"));
  EXPECT_EQ(store->View()->revision(), 0);
  proxy.Refuse(false);
  absl::StatusOr<Revision> next = status;
  while (!next.ok()) next = store->Commit(PutOf(1, "bob"));
  EXPECT_EQ(*next, 2);
  EXPECT_THAT(told, ElementsAre("1ann", "2bob"));
  EXPECT_EQ(Name(*store, 1), "bob");
}

TEST_F(PostgresRecordStoreTest, WaitsForADatabaseThatIsAwayAndGoesOn) {
  PostgresServer own;
  const std::string url = own.NewUrl();
  const auto store = Open(url);
  ASSERT_TRUE(store->Commit(PutOf(1, "ann")).ok());
  own.Kill();
  const absl::Status write = store->Commit(PutOf(2, "bob")).status();
  EXPECT_TRUE(absl::IsUnavailable(write)) << write;
  EXPECT_THAT(std::string(write.message()),
              HasSubstr("the database cannot be reached"));
  EXPECT_TRUE(absl::IsUnavailable(store->View()->Get(Id(1)).status()));
  EXPECT_GT(store->SizeBytes(), -1);
  EXPECT_TRUE(absl::IsUnavailable(TryOpen(url).status()));
  own.Start();
  absl::StatusOr<Revision> next = write;
  while (!next.ok()) next = store->Commit(PutOf(2, "bob"));
  EXPECT_EQ(*next, 2);
  EXPECT_EQ(Name(*store, 1), "ann");
}

TEST_F(PostgresRecordStoreTest, NamesTheServerAndNoPassword) {
  const absl::Status away =
      TryOpen("postgresql://ann:hunter2@127.0.0.1:1/landfall").status();
  EXPECT_TRUE(absl::IsUnavailable(away)) << away;
  EXPECT_THAT(std::string(away.message()), HasSubstr("127.0.0.1"));
  EXPECT_THAT(std::string(away.message()), Not(HasSubstr("hunter2")));
  const absl::Status wrong =
      TryOpen("postgresql://ann:hunter2@host/db?what=hunter2").status();
  EXPECT_TRUE(absl::IsInvalidArgument(wrong)) << wrong;
  EXPECT_THAT(std::string(wrong.message()), Not(HasSubstr("hunter2")));
  EXPECT_EQ(store::CheckPostgresUrl("password=hunter2 postgres"), wrong);
}

TEST_F(PostgresRecordStoreTest, LeavesTheSchemaOfANewerVersionAlone) {
  ASSERT_TRUE(Open(url_)->Commit(PutOf(1, "ann")).ok());
  server_.Execute(url_, "UPDATE landfall.head SET schema_version = 99");
  const absl::Status status = TryOpen(url_).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
  EXPECT_EQ(Count("SELECT epoch FROM landfall.head"), 1);
}

TEST_F(PostgresRecordStoreTest, SaysThatAUserMayNotMakeTheSchema) {
  server_.Execute(url_, "DROP ROLE IF EXISTS guest; CREATE ROLE guest LOGIN");
  std::string url = url_;
  url.replace(url.find("landfall@"), 8, "guest");
  const absl::Status status = TryOpen(url).status();
  EXPECT_TRUE(absl::IsPermissionDenied(status)) << status;
  EXPECT_THAT(std::string(status.message()), HasSubstr("allowed to create it"));
}

TEST_F(PostgresRecordStoreTest, SaysWhatIsDamaged) {
  const auto store = Open(url_);
  ASSERT_TRUE(store->Commit(PutOf(1, "ann")).ok());
  server_.Execute(url_, "UPDATE landfall.record SET body = '\\x01ff'");
  const absl::Status status = store->View()->Get(Id(1)).status();
  EXPECT_TRUE(absl::IsDataLoss(status)) << status;
  EXPECT_THAT(std::string(status.message()), HasSubstr("from a backup"));
}

TEST_F(PostgresRecordStoreTest, KeepsVersionsAsLongAsAViewNeedsThem) {
  const auto store = Open(url_);
  ASSERT_TRUE(store->Commit(PutOf(1, "ann")).ok());
  auto view = store->View();
  StoreBatch erase;
  erase.erases.push_back(Id(1));
  ASSERT_TRUE(store->Commit(erase).ok());
  EXPECT_EQ(*PurgeNow(*store), store::Purged::kInUse);
  EXPECT_EQ((*view->Get(Id(1)))->name, "ann");
  view.reset();
  EXPECT_EQ(*PurgeNow(*store), store::Purged::kDone);
  EXPECT_EQ(Count("SELECT count(*) FROM landfall.record"), 0);
  EXPECT_EQ(Count("SELECT count(*) FROM landfall.change"), 0);
  EXPECT_EQ(Count("SELECT pg_relation_size('landfall.record')"), 0)
      << "the transaction that holds the lock keeps nothing from being "
         "vacuumed";
}

TEST_F(PostgresRecordStoreTest, DropsOldVersionsByItself) {
  Tuning tuning = kTuning;
  tuning.upkeep = absl::Milliseconds(5);
  const auto store = Open(url_, tuning);
  for (int i = 0; i < 500; ++i) {
    ASSERT_TRUE(store->Commit(PutOf(1, std::to_string(i))).ok());
  }
  EXPECT_GE(Count("SELECT count(*) FROM landfall.record"), 500);
  server_.Execute(url_,
                  "UPDATE landfall.change SET at = at - interval '1 day'");
  while (Count("SELECT count(*) FROM landfall.record") != 1) {
  }
  EXPECT_EQ(Name(*store, 1), "499");
  EXPECT_EQ(*store->Commit(PutOf(1, "on")), 501);
}

TEST_F(PostgresRecordStoreTest, TakesLargeBatchesAndRecords) {
  const auto store = Open(url_);
  StoreBatch batch = PutOf(0, std::string(5 << 20, 'x'));
  for (uint64_t n = 1; n < 20'000; ++n) {
    batch.puts.push_back({Id(n), SampleCustomer(std::to_string(n), "ann")});
  }
  ASSERT_TRUE(store->Commit(batch).ok());
  EXPECT_EQ(Name(*store, 0).size(), size_t{5} << 20);
  EXPECT_EQ(Name(*store, 19'999), "ann");
  int count = 0;
  ASSERT_TRUE(store->View()
                  ->ForEach([&](base::Hash128, const model::Record&) {
                    ++count;
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_EQ(count, 20'000);
}

}  // namespace
}  // namespace landfall::testing
