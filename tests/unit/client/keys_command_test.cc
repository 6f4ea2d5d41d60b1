// landfall keys, word for word. What is random or the time of day is named by
// what it is.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/sha.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "client/cli/commands.h"
#include "server/base/time_text.h"
#include "server/config/keys_file.h"
#include "tests/support/temp_folder.h"

namespace landfall::cli {
namespace {

using ::testing::HasSubstr;

std::string Sha256Hex(const std::string& text) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return absl::BytesToHexString(digest);
}

// Compares with a file below tests/golden/cli; with UPDATE_GOLDEN=1 in the
// environment it writes the file instead.
void ExpectGolden(const std::string& name, const std::string& actual) {
  const std::string path =
      std::string(LANDFALL_SOURCE_DIR) + "/tests/golden/cli/" + name;
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    std::ofstream(path) << actual;
    return;
  }
  std::ifstream file(path);
  ASSERT_TRUE(file.is_open()) << path;
  std::stringstream expected;
  expected << file.rdbuf();
  EXPECT_EQ(actual, expected.str()) << "UPDATE_GOLDEN=1 rewrites " << path;
}

class KeysCommandTest : public ::testing::Test {
 protected:
  int Run(std::vector<std::string> words) {
    out_.str("");
    err_.str("");
    Surroundings around{in_, out_, err_};
    return RunLandfall(words, around);
  }
  // What the files of a format end with.
  static std::string Ending(const std::string& format) {
    return format == "table" ? ".txt" : "." + format;
  }
  // The key in the last output, and that output with names instead of it, of
  // its hash and of the temporary folder.
  std::string KeyShown() const {
    const std::string out = out_.str();
    const size_t start = out.find("lf_");
    EXPECT_NE(start, std::string::npos) << out;
    return out.substr(start, out.find_first_of("\n\",", start) - start);
  }
  std::string Masked() const {
    const std::string key = KeyShown();
    return absl::StrReplaceAll(
        out_.str(),
        {{key, "KEY"}, {Sha256Hex(key), "SHA256"}, {folder_.path(), "FOLDER"}});
  }

  landfall::testing::TempFolder folder_;
  const std::string file_ = folder_.Sub("keys.yaml");
  std::stringstream in_;
  std::stringstream out_;
  std::stringstream err_;
};

TEST_F(KeysCommandTest, PrintsAKeyAndItsLine) {
  for (const char* format : {"table", "json", "csv"}) {
    SCOPED_TRACE(format);
    EXPECT_EQ(Run({"keys", "new", "--role", "ingester", "--id", "loader",
                   "--format", format}),
              kSuccess);
    // 32 random bytes.
    EXPECT_EQ(KeyShown().size(), 3u + 43u);
    ExpectGolden("keys-new" + Ending(format), Masked());
  }
}

TEST_F(KeysCommandTest, GivesAKeyItsOwnRate) {
  for (const char* format : {"table", "json", "csv"}) {
    SCOPED_TRACE(format);
    EXPECT_EQ(Run({"keys", "new", "--role", "reader", "--id", "flows",
                   "--rate-limit", "5,20", "--format", format}),
              kSuccess);
    ExpectGolden("keys-new-rate" + Ending(format), Masked());
  }
  const struct {
    const char* said;
    int per_second;
    int burst;
  } cases[] = {{"5,20", 5, 20}, {"7", 7, 7}, {"off", 0, 0}};
  for (const auto& c : cases) {
    SCOPED_TRACE(c.said);
    EXPECT_EQ(Run({"keys", "new", "--role", "reader", "--id",
                   absl::StrCat("r", c.burst), "--rate-limit", c.said, "--file",
                   file_}),
              kSuccess)
        << err_.str();
    const auto keys = config::ReadKeysFile(file_);
    ASSERT_TRUE(keys.ok()) << keys.status();
    ASSERT_TRUE(keys->back().rate_limit.has_value());
    EXPECT_EQ(keys->back().rate_limit->per_second, c.per_second);
    EXPECT_EQ(keys->back().rate_limit->burst, c.burst);
  }
}

TEST_F(KeysCommandTest, AddsAKeyToAFile) {
  EXPECT_EQ(Run({"keys", "new", "--role", "reader", "--file", file_, "--format",
                 "table"}),
            kSuccess)
      << err_.str();
  ExpectGolden("keys-new-file.txt", Masked());
  const std::string first = KeyShown();
  EXPECT_EQ(Run({"keys", "new", "--role", "admin", "--id", "boss", "--file",
                 file_, "--format", "csv"}),
            kSuccess);
  EXPECT_NE(KeyShown(), first);
  const auto keys = config::ReadKeysFile(file_);
  ASSERT_TRUE(keys.ok()) << keys.status();
  ASSERT_EQ(keys->size(), 2u);
  EXPECT_EQ(keys->at(0).id, "reader");
  EXPECT_EQ(keys->at(0).sha256, Sha256Hex(first));
  EXPECT_EQ(keys->at(1).role, config::Role::kAdmin);
  // The time of day, and not the beginning of time.
  ASSERT_TRUE(keys->at(1).created.has_value());
  EXPECT_GT(*keys->at(1).created, *base::ParseTime("2025-01-01"));
  EXPECT_EQ(
      std::filesystem::status(file_).permissions(),
      std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(KeysCommandTest, ListsAFile) {
  std::ofstream(file_) << "api_keys:\n"
                       << "  - {id: flows, role: reader, sha256: "
                       << std::string(64, 'a')
                       << ", created: 2026-06-09T08:00:00Z}\n"
                       << "  - {id: loader, role: ingester, sha256: "
                       << std::string(64, 'b') << ", rate_limit: off}\n"
                       << "  - {id: boss, role: admin, sha256: "
                       << std::string(64, 'c')
                       << ", rate_limit: {per_second: 5, burst: 9}}\n";
  for (const char* format : {"table", "json", "csv"}) {
    SCOPED_TRACE(format);
    EXPECT_EQ(Run({"keys", "list", "--file", file_, "--format", format}),
              kSuccess)
        << err_.str();
    ExpectGolden("keys-list" + Ending(format), out_.str());
  }
}

TEST_F(KeysCommandTest, RevokesAKeyOfAFile) {
  ASSERT_EQ(Run({"keys", "new", "--role", "reader", "--file", file_}),
            kSuccess);
  ASSERT_EQ(Run({"keys", "new", "--role", "admin", "--file", file_}), kSuccess);
  EXPECT_EQ(
      Run({"keys", "revoke", "reader", "--file", file_, "--format", "table"}),
      kSuccess);
  EXPECT_EQ(out_.str(), absl::StrCat("reader is out of ", file_,
                                     "; a running server refuses it within a "
                                     "second.\n"));
  EXPECT_EQ(
      Run({"keys", "revoke", "admin", "--file", file_, "--format", "json"}),
      kSuccess);
  EXPECT_EQ(out_.str(), "{\"revoked\":\"admin\"}\n");
  EXPECT_EQ(Run({"keys", "list", "--file", file_, "--format", "table"}),
            kSuccess);
  EXPECT_EQ(out_.str(), "There is no key, so nobody gets in by one.\n");
  EXPECT_EQ(Run({"keys", "list", "--file", file_, "--format", "json"}),
            kSuccess);
  EXPECT_EQ(out_.str(), "{\"keys\":[]}\n");
}

TEST_F(KeysCommandTest, SaysWhatIsWrong) {
  ASSERT_EQ(Run({"keys", "new", "--role", "reader", "--id", "flows", "--file",
                 file_}),
            kSuccess);
  const struct {
    std::vector<std::string> words;
    std::string error;
  } cases[] = {
      {{"keys", "new"}, "--role is required"},
      {{"keys", "new", "--role", "boss"},
       "--role: one of reader, ingester, admin"},
      {{"keys", "new", "--role", "reader", "--id", "Flows"}, "--id: up to 64"},
      {{"keys", "new", "--role", "reader", "--id", "-x"}, "--id: up to 64"},
      {{"keys", "new", "--role", "reader", "--id", "null"}, "--id: up to 64"},
      {{"keys", "new", "--role", "reader", "--rate-limit", "0"},
       "--rate-limit: calls a second and at once, such as 5,20"},
      {{"keys", "new", "--role", "reader", "--rate-limit", "5,"},
       "--rate-limit: calls a second"},
      {{"keys", "new", "--role", "reader", "--rate-limit", "5,20,1"},
       "--rate-limit: calls a second"},
      {{"keys", "new", "--role", "reader", "--rate-limit", "1000001"},
       "--rate-limit: calls a second"},
      {{"keys", "new", "--role", "reader", "--rate-limit", "-1"},
       "--rate-limit: calls a second"},
      {{"keys", "list", "--file", file_, "--rate-limit", "5"},
       "unknown flag --rate-limit of landfall keys list"},
      {{"keys", "new", "extra", "--role", "reader"},
       "there are too many arguments: 'extra'"},
      {{"keys", "old"}, "unknown command 'keys old'"},
      {{"keys", "revoke", "--file", file_}, "NAME is required"},
      {{"keys", "list"}, "take its line out and restart landfalld"},
      {{"keys", "revoke", "flows"}, "take its line out and restart landfalld"},
      {{"keys", "list", "--file", file_, "--role", "admin"},
       "unknown flag --role of landfall keys list"},
      {{"keys", "new", "--role", "admin", "--id", "flows", "--file", file_},
       "has a key \"flows\" already"},
      {{"keys", "revoke", "flwos", "--file", file_}, "did you mean flows?"},
      {{"keys", "revoke", "flows", "--file", file_ + "x"},
       "No such file or directory"},
      {{"keys", "list", "--file", folder_.path()}, "is not a file"},
      {{"keys", "new", "--role", "reader", "--file", folder_.Sub("no/k")},
       "cannot be written"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.error);
    EXPECT_EQ(Run(c.words), kWrongUsage);
    EXPECT_THAT(err_.str(), HasSubstr(c.error));
    EXPECT_EQ(out_.str(), "");
  }
  EXPECT_EQ(config::ReadKeysFile(file_)->size(), 1u);
}

}  // namespace
}  // namespace landfall::cli
