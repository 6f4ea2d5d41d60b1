#include "server/config/keys_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/support/temp_folder.h"

namespace landfall::config {
namespace {

using ::testing::HasSubstr;

constexpr absl::StatusCode kOk = absl::StatusCode::kOk;

ApiKey KeyOf(const std::string& id, char digit) {
  return {id, Role::kReader, std::string(64, digit)};
}

class KeysFileTest : public ::testing::Test {
 protected:
  absl::Status Add(const ApiKey& key,
                   WhenMissing missing = WhenMissing::kBegin) {
    return ChangeKeysFile(path_, missing, [&](std::vector<ApiKey>& keys) {
      keys.push_back(key);
      return absl::OkStatus();
    });
  }
  std::string Text() const {
    std::stringstream text;
    text << std::ifstream(path_).rdbuf();
    return text.str();
  }
  mode_t Mode() const {
    struct stat facts = {};
    EXPECT_EQ(stat(path_.c_str(), &facts), 0);
    return facts.st_mode & 0777;
  }
  size_t FilesInFolder() const {
    const std::filesystem::directory_iterator begin(folder_.path());
    return static_cast<size_t>(
        std::distance(begin, std::filesystem::directory_iterator()));
  }

  landfall::testing::TempFolder folder_;
  const std::string path_ = folder_.Sub("keys.yaml");
};

TEST_F(KeysFileTest, WritesWhatItReads) {
  ApiKey limited = KeyOf("limited", 'b');
  limited.role = Role::kIngester;
  limited.rate_limit = RateLimit{5, 9};
  ApiKey free = KeyOf("free", 'c');
  free.role = Role::kAdmin;
  free.rate_limit = RateLimit{};
  free.created = absl::FromUnixSeconds(1780992000);
  EXPECT_EQ(Add(KeyOf("plain", 'a')).code(), kOk);
  EXPECT_EQ(Mode(), 0600u);
  EXPECT_EQ(Add(limited).code(), kOk);
  EXPECT_EQ(Add(free).code(), kOk);
  const std::string expected = absl::StrCat(
      "# API keys of Landfall, as hashes. Written by `landfall keys`; a "
      "running server\n# reads it again within a second. Comments are not "
      "kept.\napi_keys:\n"
      "  - {id: plain, role: reader, sha256: \"",
      std::string(64, 'a'), "\"}\n  - {id: limited, role: ingester, sha256: \"",
      std::string(64, 'b'),
      "\", rate_limit: {per_second: 5, burst: 9}}\n"
      "  - {id: free, role: admin, sha256: \"",
      std::string(64, 'c'),
      "\", rate_limit: off, created: \"2026-06-09T08:00:00Z\"}\n");
  EXPECT_EQ(Text(), expected);
  const auto keys = ReadKeysFile(path_);
  ASSERT_TRUE(keys.ok()) << keys.status();
  ASSERT_EQ(keys->size(), 3u);
  EXPECT_EQ(keys->at(2).created, free.created);
  EXPECT_EQ(keys->at(1).rate_limit->burst, 9);
  EXPECT_EQ(FilesInFolder(), 1u);  // nothing unfinished stays
}

TEST_F(KeysFileTest, KeepsTheFileWhenTheChangeIsRefused) {
  ASSERT_EQ(Add(KeyOf("one", 'a')).code(), kOk);
  const std::string before = Text();
  EXPECT_EQ(Add(KeyOf("one", 'b')).code(), absl::StatusCode::kInvalidArgument);
  // YAML would read these back as something else, or not at all.
  EXPECT_FALSE(Add(KeyOf("null", 'b')).ok());
  EXPECT_FALSE(Add(KeyOf("a, role: admin", 'b')).ok());
  EXPECT_EQ(ChangeKeysFile(path_, WhenMissing::kFail,
                           [](std::vector<ApiKey>&) {
                             return absl::NotFoundError("no such key");
                           })
                .code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(Text(), before);
  EXPECT_EQ(FilesInFolder(), 1u);
}

TEST_F(KeysFileTest, SaysWhichFileIsNotThere) {
  const absl::Status status = Add(KeyOf("one", 'a'), WhenMissing::kFail);
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(status.message()), HasSubstr(path_));
  EXPECT_EQ(ReadKeysFile(folder_.path()).status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(
      ChangeKeysFile(folder_.Sub("no/keys.yaml"), WhenMissing::kBegin,
                     [](std::vector<ApiKey>&) { return absl::OkStatus(); })
          .code(),
      absl::StatusCode::kUnavailable);
}

TEST_F(KeysFileTest, TrustsNoFileThatOthersMayWrite) {
  ASSERT_EQ(Add(KeyOf("one", 'a')).code(), kOk);
  for (const mode_t mode : {0620u, 0602u, 0666u, 0622u}) {
    SCOPED_TRACE(mode);
    ASSERT_EQ(chmod(path_.c_str(), mode), 0);
    EXPECT_EQ(ReadKeysFile(path_).status().code(),
              absl::StatusCode::kFailedPrecondition);
    EXPECT_EQ(Add(KeyOf("two", 'b')).code(),
              absl::StatusCode::kFailedPrecondition);
  }
  // Hashes tell nobody a key; a group that may read them stays.
  ASSERT_EQ(chmod(path_.c_str(), 0640), 0);
  EXPECT_EQ(Add(KeyOf("two", 'b')).code(), kOk);
  EXPECT_EQ(Mode(), 0640u);
}

TEST_F(KeysFileTest, ChangesTheFileBehindALink) {
  ASSERT_EQ(Add(KeyOf("one", 'a')).code(), kOk);
  const std::string link = folder_.Sub("link.yaml");
  std::filesystem::create_symlink("keys.yaml", link);
  EXPECT_TRUE(
      ChangeKeysFile(link, WhenMissing::kFail, [](std::vector<ApiKey>& keys) {
        keys.clear();
        return absl::OkStatus();
      }).ok());
  EXPECT_TRUE(std::filesystem::is_symlink(link));
  EXPECT_TRUE(ReadKeysFile(path_)->empty());
}

TEST_F(KeysFileTest, LosesNoChangeOfTwoAtOnce) {
  std::vector<std::thread> writers;
  for (int t = 0; t < 4; ++t) {
    writers.emplace_back([this, t] {
      for (int i = 0; i < 5; ++i) {
        const std::string id = absl::StrCat("k", t, "-", i);
        std::string hash = absl::StrCat(absl::Hex(t * 16 + i + 1));
        hash.insert(0, 64 - hash.size(), '0');
        EXPECT_TRUE(Add({id, Role::kReader, hash}).ok());
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(ReadKeysFile(path_)->size(), 20u);
}

}  // namespace
}  // namespace landfall::config
