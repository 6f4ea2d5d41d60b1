// The end of the write-ahead log: what was acknowledged is there or the store
// does not open; what was not may be gone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "server/store/rocksdb_record_store.h"
#include "tests/support/purge.h"
#include "tests/support/sample_records.h"
#include "tests/support/temp_folder.h"

namespace landfall::testing {
namespace {

using ::testing::HasSubstr;

namespace fs = std::filesystem;

constexpr int kBatches = 20;

std::string ReadFile(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream content;
  content << in.rdbuf();
  return content.str();
}
void WriteFile(const std::string& file, const std::string& content) {
  std::ofstream(file, std::ios::binary) << content;
}

store::StoreBatch Batch(int n) {
  store::StoreBatch batch;
  const auto id = static_cast<uint64_t>(n);
  batch.puts.push_back({{id, id}, SampleCustomer(std::to_string(n), "ann")});
  return batch;
}

class LogDamageTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto store = store::OpenRocksDbStore(original_);
    ASSERT_TRUE(store.ok()) << store.status();
    for (int n = 0; n < kBatches; ++n) {
      // Where the last record of the log begins.
      last_ = n + 1 == kBatches ? ReadFile(LogOf(original_)).size() : 0;
      ASSERT_TRUE((*store)->Commit(Batch(n)).ok());
    }
    store->reset();
    size_ = ReadFile(LogOf(original_)).size();
    ASSERT_GT(size_, last_ + 7) << "header and content";
  }

  static std::string LogOf(const std::string& folder) {
    for (const auto& entry : fs::directory_iterator(folder + "/db")) {
      if (entry.path().extension() == ".log") return entry.path().string();
    }
    ADD_FAILURE() << "no log";
    return "";
  }

  // A copy whose log `change` has changed.
  std::string Copy(const std::function<void(std::string&)>& change) {
    const std::string copy = temp_.Sub("copy");
    fs::remove_all(copy);
    fs::copy(original_, copy, fs::copy_options::recursive);
    std::string log = ReadFile(LogOf(copy));
    change(log);
    WriteFile(LogOf(copy), log);
    return copy;
  }

  // Number of records, or the error that opening or reading ends in.
  static absl::StatusOr<int> Count(const std::string& folder) {
    const auto store = store::OpenRocksDbStore(folder);
    if (!store.ok()) return store.status();
    int count = 0;
    const absl::Status read = (*store)->View()->ForEach(
        [&](base::Hash128 /*id*/, model::Record /*record*/) {
          ++count;
          return absl::OkStatus();
        });
    if (!read.ok()) return read;
    return count;
  }

  void ExpectRefused(const std::string& folder) {
    // The second start must not take for granted what the first one did.
    for (int start = 0; start < 2; ++start) {
      const absl::StatusOr<int> count = Count(folder);
      EXPECT_EQ(count.status().code(), absl::StatusCode::kDataLoss)
          << (count.ok() ? absl::StrCat(*count, " records are left")
                         : count.status().ToString());
      EXPECT_THAT(std::string(count.status().message()), HasSubstr("backup"));
    }
  }

  TempFolder temp_;
  const std::string original_ = temp_.Sub("s");
  size_t last_ = 0;
  size_t size_ = 0;
};

TEST_F(LogDamageTest, OpensWhatIsWhole) {
  EXPECT_EQ(*Count(Copy([](std::string&) {})), kBatches);
}

// A record of a log is its checksum (4 bytes), length (2), type (1), content.
TEST_F(LogDamageTest, SeesEveryFlippedBitBeforeTheLastRecord) {
  for (size_t byte = 0; byte < 7; ++byte) {
    for (int bit = 0; bit < 8; ++bit) {
      SCOPED_TRACE(absl::StrCat("bit ", bit, " of byte ", byte));
      ExpectRefused(Copy([&](std::string& log) {
        log[last_ + byte] = static_cast<char>(log[last_ + byte] ^ (1 << bit));
      }));
    }
  }
}

TEST_F(LogDamageTest, SeesALogThatIsCut) {
  const size_t cuts[] = {0,         1,         size_ / 2, last_ - 1, last_,
                         last_ + 1, last_ + 7, last_ + 8, size_ - 1};
  for (const size_t cut : cuts) {
    SCOPED_TRACE(cut);
    ExpectRefused(Copy([&](std::string& log) { log.resize(cut); }));
  }
}

// As a file system leaves blocks that it had promised and never written.
TEST_F(LogDamageTest, SeesALastRecordOfZeros) {
  for (const size_t from : {last_, last_ + 4, last_ + 7, last_ + 40}) {
    SCOPED_TRACE(from);
    ExpectRefused(Copy([&](std::string& log) {
      std::fill(log.begin() + static_cast<std::ptrdiff_t>(from), log.end(),
                '\0');
    }));
  }
}

// Damage to what was acknowledged, with half a write behind it.
TEST_F(LogDamageTest, SeesDamageBeforeATornWrite) {
  ExpectRefused(Copy([&](std::string& log) {
    log[last_ + 5] = static_cast<char>(log[last_ + 5] ^ 0x10);
    log += "torn";
  }));
}

TEST_F(LogDamageTest, DropsWhatWasNeverAcknowledged) {
  for (const size_t length : {1, 6, 7, 20, 1000}) {
    SCOPED_TRACE(length);
    // Half a write is the beginning of a record.
    const std::string torn = Copy([&](std::string& log) {
      std::string record = log.substr(last_);
      record[4] = '\x7F';
      record[5] = '\x7F';
      record.resize(length, 'x');
      log += record;
    });
    const absl::StatusOr<int> count = Count(torn);
    ASSERT_TRUE(count.ok()) << count.status();
    EXPECT_EQ(*count, kBatches);
    EXPECT_EQ(*Count(torn), kBatches);
  }
}

TEST_F(LogDamageTest, OpensWithoutANoteOrWithABadOne) {
  const std::string note = ReadFile(original_ + "/log-length");
  ASSERT_GT(note.size(), 60u);
  for (size_t byte = 0; byte < note.size(); byte += 3) {
    SCOPED_TRACE(byte);
    const std::string copy = Copy([](std::string&) {});
    std::string bad = note;
    bad[byte] = static_cast<char>(bad[byte] ^ 0x01);
    WriteFile(copy + "/log-length", bad);
    EXPECT_EQ(*Count(copy), kBatches);
  }
  const std::string copy = Copy([](std::string&) {});
  fs::remove(copy + "/log-length");
  EXPECT_EQ(*Count(copy), kBatches);
  EXPECT_TRUE(fs::exists(copy + "/log-length"));
}

// Across purges, which begin a new log, and restarts.
TEST_F(LogDamageTest, KeepsUpWithNewLogs) {
  const std::string copy = Copy([](std::string&) {});
  for (int round = 0; round < 3; ++round) {
    auto store = store::OpenRocksDbStore(copy);
    ASSERT_TRUE(store.ok()) << store.status();
    ASSERT_TRUE((*store)->Commit(Batch(100 + round)).ok());
    ASSERT_TRUE(MustPurge(**store));
    if (round == 1) {
      ASSERT_TRUE((*store)->Commit(Batch(200)).ok());
    }
  }
  EXPECT_EQ(*Count(copy), kBatches + 4);
}

}  // namespace
}  // namespace landfall::testing
