#include "tests/contract/record_store_contract.h"

#include "server/store/postgres/postgres_record_store.h"
#include "server/store/rocksdb_record_store.h"
#include "tests/support/in_memory_record_store.h"
#include "tests/support/postgres_server.h"

namespace landfall::testing {
namespace {

std::unique_ptr<store::RecordStore> OpenRocksDb(const std::string& folder) {
  auto opened = store::OpenRocksDbStore(folder);
  EXPECT_TRUE(opened.ok()) << opened.status();
  return opened.ok() ? *std::move(opened) : nullptr;
}

// The folder is only a name here.
std::unique_ptr<store::RecordStore> OpenPostgres(const std::string& folder) {
  auto opened = store::OpenPostgresStore(PostgresServer::Shared().Url(folder),
                                         absl::ZeroDuration());
  EXPECT_TRUE(opened.ok()) << opened.status();
  return opened.ok() ? *std::move(opened) : nullptr;
}

std::unique_ptr<store::RecordStore> OpenMemory(const std::string& /*folder*/) {
  return std::make_unique<InMemoryRecordStore>();
}

INSTANTIATE_TEST_SUITE_P(
    Stores, RecordStoreContract,
    ::testing::Values(StoreSubject{"RocksDb", OpenRocksDb, true},
                      StoreSubject{"Postgres", OpenPostgres, true},
                      StoreSubject{"Memory", OpenMemory, false}),
    [](const auto& info) { return info.param.name; });

TEST(InMemoryRecordStoreTest, FailsWritesWhenTold) {
  InMemoryRecordStore store;
  store.FailWrites(absl::ResourceExhaustedError("full"));
  store::StoreBatch batch;
  batch.puts.push_back({{1, 1}, SampleCustomer("1", "ann")});
  EXPECT_EQ(store.Commit(batch).status(), absl::ResourceExhaustedError("full"));
  EXPECT_FALSE((*store.View()->Get({1, 1})).has_value());
  store.FailWrites(absl::OkStatus());
  EXPECT_TRUE(store.Commit(batch).ok());
  EXPECT_TRUE((*store.View()->Get({1, 1})).has_value());
}

}  // namespace
}  // namespace landfall::testing
