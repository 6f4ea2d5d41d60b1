#include "server/store/rocksdb_record_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rocksdb/db.h>
#include <sys/stat.h>

#include <fstream>

#include "absl/strings/match.h"
#include "server/store/internal/rocksdb_open.h"
#include "tests/support/full_disk.h"
#include "tests/support/sample_records.h"
#include "tests/support/temp_folder.h"

namespace landfall::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

namespace fs = std::filesystem;

store::StoreBatch PutBatch(uint64_t n, const std::string& name) {
  store::StoreBatch batch;
  batch.puts.push_back({{n, n}, SampleCustomer(std::to_string(n), name)});
  return batch;
}

bool Holds(const store::RecordStore& store, uint64_t n) {
  const auto found = store.View()->Get({n, n});
  EXPECT_TRUE(found.ok()) << found.status();
  return found.ok() && found->has_value();
}

std::unique_ptr<store::RecordStore> MustOpen(const std::string& folder) {
  auto opened = store::OpenRocksDbStore(folder);
  EXPECT_TRUE(opened.ok()) << opened.status();
  return opened.ok() ? *std::move(opened) : nullptr;
}

TEST(RocksDbRecordStoreTest, CreatesAFolderForItsOwnerOnly) {
  TempFolder temp;
  const std::string folder = temp.Sub("a/b/store");
  ASSERT_NE(MustOpen(folder), nullptr);
  struct stat info;
  ASSERT_EQ(stat(folder.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0700u);
}

// Made beforehand, as a deployment script does, or opened up later on.
TEST(RocksDbRecordStoreTest, TakesAFolderToItsOwnerAlone) {
  for (const mode_t mode : {0755, 0750, 0770, 0701, 0777}) {
    SCOPED_TRACE(mode);
    TempFolder temp;
    const std::string folder = temp.Sub("store");
    ASSERT_EQ(mkdir(folder.c_str(), 0700), 0);
    struct stat info;
    for (int start = 0; start < 2; ++start) {
      ASSERT_EQ(chmod(folder.c_str(), mode), 0);
      ASSERT_NE(MustOpen(folder), nullptr);
      ASSERT_EQ(stat(folder.c_str(), &info), 0);
      EXPECT_EQ(info.st_mode & 0777, 0700u);
    }
  }
  // Not ours, so not touched.
  TempFolder temp;
  ASSERT_EQ(chmod(temp.path().c_str(), 0755), 0);
  std::ofstream(temp.Sub("thesis.doc")) << "precious";
  EXPECT_FALSE(store::OpenRocksDbStore(temp.path()).ok());
  struct stat info;
  ASSERT_EQ(stat(temp.path().c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0755u);
}

TEST(RocksDbRecordStoreTest, CountsTheBytesOfAllItsFiles) {
  TempFolder temp;
  const auto store = MustOpen(temp.Sub("store"));
  ASSERT_TRUE(store->Commit(PutBatch(1, std::string(100000, 'n'))).ok());
  int64_t bytes = 0;
  for (const auto& entry :
       fs::recursive_directory_iterator(temp.Sub("store"))) {
    if (entry.is_regular_file()) bytes += entry.file_size();
  }
  EXPECT_GT(bytes, 100000);
  EXPECT_EQ(store->SizeBytes(), bytes);
}

// The first release kept the revision among the named values.
TEST(RocksDbRecordStoreTest, GoesOnFromTheRevisionOfTheFirstRelease) {
  TempFolder temp;
  const std::string folder = temp.Sub("store");
  MustOpen(folder).reset();
  {
    rocksdb::DB* raw = nullptr;
    ASSERT_TRUE(
        rocksdb::DB::Open(rocksdb::Options(), folder + "/db", &raw).ok());
    const std::unique_ptr<rocksdb::DB> db(raw);
    ASSERT_TRUE(db->Put(rocksdb::WriteOptions(), "mrevision", "41").ok());
    ASSERT_TRUE(db->Put(rocksdb::WriteOptions(), "mread/ustr", "7").ok());
  }
  for (int64_t revision = 41; revision < 43; ++revision) {
    const auto store = MustOpen(folder);
    EXPECT_EQ(store->View()->revision(), revision);
    EXPECT_EQ(store->View()->Values()->size(), 1u) << "without the revision";
    EXPECT_EQ(*store->Commit(PutBatch(1, "ann")), revision + 1);
  }
}

TEST(RocksDbRecordStoreTest, RefusesASecondServer) {
  TempFolder temp;
  const auto first = MustOpen(temp.Sub("store"));
  const absl::Status status =
      store::OpenRocksDbStore(temp.Sub("store")).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()),
              AllOf(HasSubstr(temp.Sub("store")), HasSubstr("in use"),
                    HasSubstr("store.path")));
  EXPECT_TRUE(first->Commit(PutBatch(1, "ann")).ok());
}

TEST(RocksDbRecordStoreTest, WritesAgainWhenTheFullDiskHasSpace) {
  const auto disk = std::make_shared<FullDisk>();
  const std::unique_ptr<rocksdb::Env> env = rocksdb::NewCompositeEnv(disk);
  store::internal::RocksDbTuning tuning;
  tuning.env = env.get();
  TempFolder temp;
  {
    auto opened =
        store::internal::OpenRocksDbStoreTuned(temp.Sub("store"), tuning);
    ASSERT_TRUE(opened.ok()) << opened.status();
    store::RecordStore& store = **opened;
    ASSERT_TRUE(store.Commit(PutBatch(1, "before")).ok());

    disk->set_full(true);
    for (int attempt = 0; attempt < 3; ++attempt) {
      const absl::Status status =
          store.Commit(PutBatch(2, "while full")).status();
      EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted) << status;
      EXPECT_THAT(
          std::string(status.message()),
          AllOf(HasSubstr(temp.Sub("store")), HasSubstr("free some space")));
    }
    EXPECT_TRUE(Holds(store, 1)) << "reading goes on";
    EXPECT_FALSE(Holds(store, 2));

    disk->set_full(false);
    const absl::Status status = store.Commit(PutBatch(3, "after")).status();
    EXPECT_TRUE(status.ok()) << status;
    EXPECT_TRUE(Holds(store, 3));
  }
  const auto reopened = MustOpen(temp.Sub("store"));
  ASSERT_NE(reopened, nullptr);
  EXPECT_TRUE(Holds(*reopened, 1));
  EXPECT_FALSE(Holds(*reopened, 2));
  EXPECT_TRUE(Holds(*reopened, 3));
}

TEST(RocksDbRecordStoreTest, KeepsWhatItHasWhenItStopsWithAFullDisk) {
  const auto disk = std::make_shared<FullDisk>();
  const std::unique_ptr<rocksdb::Env> env = rocksdb::NewCompositeEnv(disk);
  store::internal::RocksDbTuning tuning;
  tuning.env = env.get();
  TempFolder temp;
  {
    auto store =
        store::internal::OpenRocksDbStoreTuned(temp.Sub("store"), tuning);
    ASSERT_TRUE(store.ok()) << store.status();
    ASSERT_TRUE((*store)->Commit(PutBatch(1, "before")).ok());
    disk->set_full(true);
    ASSERT_FALSE((*store)->Commit(PutBatch(2, "while full")).ok());
  }
  const absl::Status status =
      store::internal::OpenRocksDbStoreTuned(temp.Sub("store"), tuning)
          .status();
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted) << status;
  disk->set_full(false);
  const auto reopened = MustOpen(temp.Sub("store"));
  ASSERT_NE(reopened, nullptr);
  EXPECT_TRUE(Holds(*reopened, 1));
  EXPECT_FALSE(Holds(*reopened, 2));
}

}  // namespace
}  // namespace landfall::testing
