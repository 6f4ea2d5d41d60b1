// What a purge leaves on disk, and whom it waits for.
#include "tests/support/purge.h"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/store/internal/rocksdb_open.h"
#include "server/store/rocksdb_record_store.h"
#include "tests/support/full_disk.h"
#include "tests/support/sample_records.h"
#include "tests/support/temp_folder.h"

namespace landfall::testing {
namespace {

namespace fs = std::filesystem;

using store::Purged;

constexpr char kMarker[] = "Zq7-Vx93-Kw5m-Erase";

class PurgeTest : public ::testing::Test {
 protected:
  void SetUp() override { Open(); }

  void Open(const store::internal::RocksDbTuning& tuning = {}) {
    store_.reset();
    auto opened =
        store::internal::OpenRocksDbStoreTuned(temp_.Sub("store"), tuning);
    ASSERT_TRUE(opened.ok()) << opened.status();
    store_ = *std::move(opened);
  }

  void Put(uint64_t n, const std::string& name) {
    store::StoreBatch batch;
    batch.puts.push_back({{n, n}, SampleCustomer(std::to_string(n), name)});
    ASSERT_TRUE(store_->Commit(batch).ok());
  }
  void Erase(uint64_t n) {
    store::StoreBatch batch;
    batch.erases.push_back({n, n});
    ASSERT_TRUE(store_->Commit(batch).ok());
  }
  bool Holds(uint64_t n) {
    const auto found = store_->View()->Get({n, n});
    EXPECT_TRUE(found.ok()) << found.status();
    return found.ok() && found->has_value();
  }

  // Whether the marker stands in any file.
  bool IsOnDisk() {
    for (const auto& entry : fs::recursive_directory_iterator(temp_.path())) {
      if (!entry.is_regular_file()) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      std::stringstream content;
      content << file.rdbuf();
      if (absl::StrContains(content.str(), kMarker)) return true;
    }
    return false;
  }

  TempFolder temp_;
  std::unique_ptr<store::RecordStore> store_;
};

TEST_F(PurgeTest, LeavesNoBytesOfAnErasedRecord) {
  Put(1, kMarker);
  Put(2, "kept");
  ASSERT_TRUE(IsOnDisk()) << "in the log";
  Open();  // moves it from the log to a data file
  ASSERT_TRUE(IsOnDisk()) << "in a data file";
  Put(1, absl::StrCat(kMarker, " again"));
  Erase(1);
  ASSERT_TRUE(MustPurge(*store_));
  EXPECT_FALSE(IsOnDisk());
  EXPECT_TRUE(Holds(2));
}

TEST_F(PurgeTest, LeavesNoBytesOfWhatWasReplaced) {
  Put(1, kMarker);
  ASSERT_TRUE(MustPurge(*store_));  // into the lowest level
  ASSERT_TRUE(IsOnDisk());
  Put(1, "redacted");
  ASSERT_TRUE(MustPurge(*store_));
  EXPECT_FALSE(IsOnDisk());
}

// What an earlier process erased is on disk until it is asked for.
TEST_F(PurgeTest, RewritesWhatAnEarlierProcessErased) {
  Put(1, kMarker);
  ASSERT_TRUE(MustPurge(*store_));
  Erase(1);
  Open();
  ASSERT_TRUE(IsOnDisk());
  ASSERT_TRUE(MustPurge(*store_));
  EXPECT_FALSE(IsOnDisk());
}

TEST_F(PurgeTest, WaitsForAViewThatShowsTheRecord) {
  Put(1, kMarker);
  auto view = store_->View();
  Erase(1);
  EXPECT_EQ(*PurgeNow(*store_), Purged::kInUse);
  EXPECT_TRUE((*view->Get({1, 1})).has_value());
  view.reset();
  const auto newer = store_->View();  // does not show the record: no obstacle
  Put(2, "bob");
  std::atomic<bool> cancelled{false};
  EXPECT_EQ(*store_->Purge(newer->revision(), cancelled), Purged::kDone);
  EXPECT_FALSE(IsOnDisk());
}

// A flush or a compaction keeps for a view what was erased meanwhile; that must
// not outlast the view.
TEST_F(PurgeTest, ErasesWhatWasKeptForAView) {
  Put(1, kMarker);
  auto view = store_->View();
  Erase(1);
  // Rewrites everything, and keeps the record.
  std::atomic<bool> cancelled{false};
  ASSERT_EQ(*store_->Purge(view->revision(), cancelled), Purged::kDone);
  ASSERT_TRUE(IsOnDisk());
  EXPECT_TRUE((*view->Get({1, 1})).has_value());
  view.reset();
  ASSERT_TRUE(MustPurge(*store_));
  EXPECT_FALSE(IsOnDisk());
}

// A scan reads the old files to its end, although it does not see the record.
TEST_F(PurgeTest, WaitsForAScanThatBeganBefore) {
  Put(1, kMarker);
  Put(2, "bob");
  ASSERT_TRUE(MustPurge(*store_));
  Erase(1);
  const absl::Status scanned = store_->View()->ForEach(
      [&](base::Hash128 /*id*/, const model::Record& record) {
        EXPECT_EQ(record.name, "bob");
        EXPECT_EQ(*PurgeNow(*store_), Purged::kInUse);
        EXPECT_TRUE(IsOnDisk());
        return absl::OkStatus();
      });
  ASSERT_TRUE(scanned.ok()) << scanned;
  EXPECT_EQ(*PurgeNow(*store_), Purged::kDone);
  EXPECT_FALSE(IsOnDisk());
}

TEST_F(PurgeTest, GoesOnBesideCommitsAndReads) {
  // Small buffers, so that RocksDB compacts by itself at the same time.
  store::internal::RocksDbTuning tuning;
  tuning.write_buffer_bytes = size_t{256} << 10;
  Open(tuning);
  std::atomic<bool> done{false};
  std::thread writer([&] {
    for (uint64_t n = 1000; !done; ++n) Put(n, std::string(3000, 'x'));
  });
  std::thread reader([&] {
    while (!done) {
      const auto view = store_->View();
      EXPECT_TRUE(view->Get({1000, 1000}).ok());
    }
  });
  for (uint64_t n = 1; n <= 5; ++n) {
    Put(n, kMarker);
    Erase(n);
    const store::Revision erased = store_->View()->revision();
    std::atomic<bool> cancelled{false};
    // Readers hold older views for a moment.
    for (Purged purged = Purged::kInUse; purged != Purged::kDone;) {
      const auto result = store_->Purge(erased, cancelled);
      ASSERT_TRUE(result.ok()) << result.status();
      purged = *result;
    }
    EXPECT_FALSE(IsOnDisk());
  }
  done = true;
  writer.join();
  reader.join();
}

TEST_F(PurgeTest, EndsWhenItIsCancelled) {
  Put(1, kMarker);
  Erase(1);
  std::atomic<bool> cancelled{true};
  EXPECT_TRUE(absl::IsCancelled(
      store_->Purge(store_->View()->revision(), cancelled).status()));
  EXPECT_TRUE(MustPurge(*store_));
  EXPECT_FALSE(IsOnDisk());
}

TEST_F(PurgeTest, CanBeTriedAgainWhenTheDiskWasFull) {
  const auto disk = std::make_shared<FullDisk>();
  const std::unique_ptr<rocksdb::Env> env = rocksdb::NewCompositeEnv(disk);
  store::internal::RocksDbTuning tuning;
  tuning.env = env.get();
  Open(tuning);
  Put(1, kMarker);
  ASSERT_TRUE(MustPurge(*store_));
  Erase(1);
  disk->set_full(true);
  for (int attempt = 0; attempt < 2; ++attempt) {
    EXPECT_TRUE(absl::IsResourceExhausted(PurgeNow(*store_).status()));
  }
  EXPECT_FALSE(Holds(1));
  disk->set_full(false);
  EXPECT_TRUE(MustPurge(*store_));
  EXPECT_FALSE(IsOnDisk());
  store_.reset();  // before its disk
}

}  // namespace
}  // namespace landfall::testing
