// Folders that are not, or no longer, a store of this version.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "absl/strings/match.h"
#include "server/store/rocksdb_record_store.h"
#include "tests/support/purge.h"
#include "tests/support/sample_records.h"
#include "tests/support/temp_folder.h"

namespace landfall::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

namespace fs = std::filesystem;

constexpr int kRecords = 300;

void WriteFile(const std::string& file, const std::string& content) {
  std::ofstream(file, std::ios::binary) << content;
}
std::string ReadFile(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream content;
  content << in.rdbuf();
  return content.str();
}

// Writes a store whose records are in data files and, the last, in the log.
void MakeStore(const std::string& folder) {
  for (int part = 0; part < 2; ++part) {
    auto store = store::OpenRocksDbStore(folder);
    ASSERT_TRUE(store.ok()) << store.status();
    for (int n = 0; n < kRecords; ++n) {
      store::StoreBatch batch;
      const auto id = static_cast<uint64_t>(n + part * kRecords);
      batch.puts.push_back({{id, id}, SampleCustomer("1", "ann")});
      ASSERT_TRUE((*store)->Commit(batch).ok());
    }
    if (part == 0) {
      ASSERT_TRUE(MustPurge(**store));
    }
  }
}

// Opens the store and reads everything; the first error of either. Reports the
// number of records in `count`.
absl::Status OpenAndRead(const std::string& folder, int& count) {
  count = 0;
  const auto store = store::OpenRocksDbStore(folder);
  if (!store.ok()) return store.status();
  return (*store)->View()->ForEach(
      [&count](base::Hash128 /*id*/, model::Record /*record*/) {
        ++count;
        return absl::OkStatus();
      });
}

std::string FileLike(const std::string& folder, const std::string& part) {
  for (const auto& entry : fs::directory_iterator(folder + "/db")) {
    const std::string name = entry.path().filename().string();
    if (absl::StrContains(name, part) && entry.file_size() > 0) {
      return entry.path().string();
    }
  }
  ADD_FAILURE() << "no file like " << part;
  return "";
}

void ExpectRefused(const std::string& folder, absl::StatusCode code,
                   const std::string& says) {
  const absl::Status status = store::OpenRocksDbStore(folder).status();
  EXPECT_EQ(status.code(), code) << status;
  EXPECT_THAT(std::string(status.message()),
              AllOf(HasSubstr(folder), HasSubstr(says)));
}

TEST(StoreDamageTest, RefusesAFolderOfSomethingElse) {
  TempFolder temp;
  WriteFile(temp.Sub("thesis.doc"), "precious");
  ExpectRefused(temp.path(), absl::StatusCode::kFailedPrecondition,
                "not a Landfall store");
  EXPECT_EQ(ReadFile(temp.Sub("thesis.doc")), "precious");
  EXPECT_FALSE(fs::exists(temp.Sub("db")));
  ExpectRefused(temp.Sub("thesis.doc"), absl::StatusCode::kFailedPrecondition,
                "not a Landfall store");
}

TEST(StoreDamageTest, RefusesANewerVersion) {
  TempFolder temp;
  MakeStore(temp.Sub("s"));
  WriteFile(temp.Sub("s/landfall-store"), "landfall store\nversion 3\nready\n");
  ExpectRefused(temp.Sub("s"), absl::StatusCode::kFailedPrecondition,
                "newer version");
}

TEST(StoreDamageTest, MakesAnEarlierVersionOneOfThisVersion) {
  TempFolder temp;
  MakeStore(temp.Sub("s"));
  const std::string marker = ReadFile(temp.Sub("s/landfall-store"));
  WriteFile(temp.Sub("s/landfall-store"), "landfall store\nversion 1\nready\n");
  int count = 0;
  ASSERT_TRUE(OpenAndRead(temp.Sub("s"), count).ok());
  EXPECT_EQ(count, 2 * kRecords);
  EXPECT_EQ(ReadFile(temp.Sub("s/landfall-store")), marker);
  // Half of one is refused and stays of its version.
  WriteFile(temp.Sub("s/landfall-store"), "landfall store\nversion 1\nready\n");
  fs::remove_all(temp.Sub("s/db"));
  ExpectRefused(temp.Sub("s"), absl::StatusCode::kFailedPrecondition,
                "folder db");
}

TEST(StoreDamageTest, RefusesHalfAStore) {
  struct Case {
    const char* lost;
    const char* says;
  };
  for (const Case& c :
       {Case{"landfall-store", "file landfall-store"}, Case{"db", "folder db"},
        Case{"db/CURRENT", "file db/CURRENT"}}) {
    SCOPED_TRACE(c.lost);
    TempFolder temp;
    MakeStore(temp.Sub("s"));
    fs::remove_all(temp.Sub("s/") + c.lost);
    ExpectRefused(temp.Sub("s"), absl::StatusCode::kFailedPrecondition, c.says);
  }
}

TEST(StoreDamageTest, FinishesAnInterruptedFirstStart) {
  TempFolder temp;
  fs::create_directory(temp.Sub("s"));
  WriteFile(temp.Sub("s/landfall-store.new"), "landfa");
  { ASSERT_TRUE(store::OpenRocksDbStore(temp.Sub("s")).ok()); }
  fs::remove_all(temp.Sub("s/db"));
  WriteFile(temp.Sub("s/landfall-store"),
            "landfall store\nversion 1\nunfinished\n");
  EXPECT_TRUE(store::OpenRocksDbStore(temp.Sub("s")).ok());
}

TEST(StoreDamageTest, ReportsAnUnreadableMarker) {
  for (const char* text : {"", "landfall", "landfall store\nversion x\nready\n",
                           "landfall store\nversion 1\nrea\n"}) {
    SCOPED_TRACE(text);
    TempFolder temp;
    MakeStore(temp.Sub("s"));
    WriteFile(temp.Sub("s/landfall-store"), text);
    ExpectRefused(temp.Sub("s"), absl::StatusCode::kDataLoss, "damaged");
  }
}

// Whatever is cut from or flipped in a file: an error that names the folder,
// or everything is still there. Never a crash, never silently less.
void ExpectDetectedOrComplete(const std::string& folder, int& detected) {
  int count = 0;
  const absl::Status status = OpenAndRead(folder, count);
  if (status.ok()) {
    EXPECT_EQ(count, 2 * kRecords) << "records are silently missing";
    return;
  }
  ++detected;
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << status;
  EXPECT_THAT(std::string(status.message()),
              AllOf(HasSubstr(folder), HasSubstr("backup")));
}

TEST(StoreDamageTest, DetectsFlippedBytes) {
  TempFolder temp;
  MakeStore(temp.Sub("s"));
  // .log holds the second half of the records.
  for (const char* part : {".sst", "MANIFEST", ".log"}) {
    SCOPED_TRACE(part);
    const std::string name =
        fs::path(FileLike(temp.Sub("s"), part)).filename().string();
    int detected = 0;
    for (int position = 0; position < 10; ++position) {
      SCOPED_TRACE(position);
      const std::string copy = temp.Sub("copy");
      fs::remove_all(copy);
      fs::copy(temp.Sub("s"), copy, fs::copy_options::recursive);
      std::string content = ReadFile(copy + "/db/" + name);
      content[content.size() * static_cast<size_t>(position) / 10] ^= 0x55;
      WriteFile(copy + "/db/" + name, content);
      ExpectDetectedOrComplete(copy, detected);
    }
    EXPECT_GE(detected, 1);
  }
}

TEST(StoreDamageTest, DetectsTruncatedFiles) {
  TempFolder temp;
  MakeStore(temp.Sub("s"));
  for (const char* part : {".sst", "MANIFEST"}) {
    SCOPED_TRACE(part);
    const std::string name =
        fs::path(FileLike(temp.Sub("s"), part)).filename().string();
    int detected = 0;
    for (int tenths = 0; tenths < 10; ++tenths) {
      SCOPED_TRACE(tenths);
      const std::string copy = temp.Sub("copy");
      fs::remove_all(copy);
      fs::copy(temp.Sub("s"), copy, fs::copy_options::recursive);
      const std::string file = copy + "/db/" + name;
      fs::resize_file(file,
                      fs::file_size(file) * static_cast<size_t>(tenths) / 10);
      ExpectDetectedOrComplete(copy, detected);
    }
    EXPECT_EQ(detected, 10);
  }
}

}  // namespace
}  // namespace landfall::testing
