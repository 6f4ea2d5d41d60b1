// A keys file that changes under a running server.
#include "server/serve/access/internal/live_keys.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "server/config/keys_file.h"
#include "tests/support/temp_folder.h"
#include "tests/unit/access/token_issuer.h"

namespace landfall::serve::access::internal {
namespace {

using config::ApiKey;
using config::Role;

class LiveKeysTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auth_.api_keys = {KeyOf("inline")};
    auth_.keys_file = folder_.Sub("keys.yaml");
    Write({"one", "two"});
    auto live = LiveKeys::Create(auth_, now_);
    ASSERT_TRUE(live.ok()) << live.status();
    live_ = *std::move(live);
  }

  static ApiKey KeyOf(const std::string& id) {
    return {id, Role::kReader, absl::BytesToHexString(Sha256("key-" + id))};
  }
  void Write(const std::vector<std::string>& ids) {
    const absl::Status status =
        config::ChangeKeysFile(auth_.keys_file, config::WhenMissing::kBegin,
                               [&](std::vector<ApiKey>& keys) {
                                 keys.clear();
                                 for (const std::string& id : ids)
                                   keys.push_back(KeyOf(id));
                                 return absl::OkStatus();
                               });
    ASSERT_TRUE(status.ok()) << status;
  }
  bool Knows(const std::string& id) {
    const CallerRef caller = live_->At(now_)->Find("key-" + id);
    EXPECT_TRUE(caller == nullptr || caller->id == id);
    return caller != nullptr;
  }

  landfall::testing::TempFolder folder_;
  config::AuthOptions auth_;
  absl::Time now_ = landfall::testing::ManualClock().now;
  std::unique_ptr<LiveKeys> live_;
};

TEST_F(LiveKeysTest, TakesAndLosesKeysWithoutARestart) {
  EXPECT_TRUE(Knows("inline"));
  EXPECT_TRUE(Knows("one"));
  EXPECT_FALSE(Knows("three"));
  Write({"two", "three"});
  // Not looked at again within a second.
  now_ += absl::Milliseconds(999);
  EXPECT_TRUE(Knows("one"));
  now_ += absl::Milliseconds(1);
  EXPECT_FALSE(Knows("one"));
  EXPECT_TRUE(Knows("two"));
  EXPECT_TRUE(Knows("three"));
  EXPECT_TRUE(Knows("inline"));
  Write({});
  now_ += absl::Seconds(1);
  EXPECT_FALSE(Knows("two"));
  EXPECT_TRUE(Knows("inline"));
}

TEST_F(LiveKeysTest, LooksAgainAfterTheClockWasSetBack) {
  Write({"two"});
  now_ -= absl::Hours(1);
  EXPECT_FALSE(Knows("one"));
}

TEST_F(LiveKeysTest, KeepsItsKeysWhenTheFileIsBad) {
  const std::string good = config::KeyLine(KeyOf("three"));
  const std::string inline_again = config::KeyLine(KeyOf("inline"));
  for (const std::string& text :
       {std::string("api_keys: [{id: one}]"), std::string("{{{"),
        std::string("keys: []"),
        absl::StrCat("api_keys: [", good, ", ", good, "]"),
        absl::StrCat("api_keys: [", inline_again, "]")}) {
    SCOPED_TRACE(text);
    std::ofstream(auth_.keys_file) << text;
    now_ += absl::Seconds(1);
    EXPECT_TRUE(Knows("one"));
    EXPECT_FALSE(Knows("three"));
  }
  std::filesystem::remove(auth_.keys_file);
  now_ += absl::Seconds(1);
  EXPECT_TRUE(Knows("one"));
  Write({"three"});
  now_ += absl::Seconds(1);
  EXPECT_FALSE(Knows("one"));
  EXPECT_TRUE(Knows("three"));
  // Anybody could have added a key.
  Write({"one", "three"});
  ASSERT_EQ(chmod(auth_.keys_file.c_str(), 0666), 0);
  now_ += absl::Seconds(1);
  EXPECT_FALSE(Knows("one"));
}

// Every descriptor that may be open is.
class NoDescriptors {
 public:
  NoDescriptors() {
    getrlimit(RLIMIT_NOFILE, &before_);
    rlimit few = before_;
    few.rlim_cur = 64;
    setrlimit(RLIMIT_NOFILE, &few);
    for (int fd = 0; fd >= 0;) {
      fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
      if (fd >= 0) taken_.push_back(fd);
    }
  }
  ~NoDescriptors() {
    for (const int fd : taken_) close(fd);
    setrlimit(RLIMIT_NOFILE, &before_);
  }

 private:
  rlimit before_ = {};
  std::vector<int> taken_;
};

// The file changed while it could not be read, and does not change again.
TEST_F(LiveKeysTest, LosesARevokedKeyOnceTheFileCanBeRead) {
  Write({"two"});
  {
    const NoDescriptors none;
    for (int second = 0; second < 3; ++second) {
      now_ += absl::Seconds(1);
      EXPECT_TRUE(Knows("one"));
      EXPECT_EQ(live_->file_in_force(), false);
    }
  }
  now_ += absl::Seconds(1);
  EXPECT_FALSE(Knows("one"));
  EXPECT_TRUE(Knows("two"));
  EXPECT_EQ(live_->file_in_force(), true);
}

// Neither does its modification time: it is moved away and back, or its mode is
// what was wrong.
TEST_F(LiveKeysTest, ComesBackFromEveryTrouble) {
  EXPECT_EQ(live_->file_in_force(), true);
  const std::string away = auth_.keys_file + ".away";
  std::filesystem::rename(auth_.keys_file, away);
  now_ += absl::Seconds(1);
  EXPECT_TRUE(Knows("one"));
  EXPECT_EQ(live_->file_in_force(), false);
  std::filesystem::rename(away, auth_.keys_file);
  now_ += absl::Seconds(1);
  EXPECT_TRUE(Knows("one"));
  EXPECT_EQ(live_->file_in_force(), true);
  Write({"two"});
  ASSERT_EQ(chmod(auth_.keys_file.c_str(), 0666), 0);
  now_ += absl::Seconds(1);
  EXPECT_TRUE(Knows("one"));
  EXPECT_EQ(live_->file_in_force(), false);
  ASSERT_EQ(chmod(auth_.keys_file.c_str(), 0600), 0);
  now_ += absl::Seconds(1);
  EXPECT_FALSE(Knows("one"));
  EXPECT_EQ(live_->file_in_force(), true);
  auth_.keys_file.clear();
  EXPECT_EQ((*LiveKeys::Create(auth_, now_))->file_in_force(), std::nullopt);
}

TEST_F(LiveKeysTest, AnswersManyThreadsWhileTheFileChanges) {
  std::vector<std::thread> readers;
  for (int t = 0; t < 4; ++t) {
    readers.emplace_back([this] {
      for (int i = 0; i < 200; ++i) {
        const auto ring = live_->At(now_ + absl::Seconds(i));
        ASSERT_NE(ring, nullptr);
        EXPECT_NE(ring->Find("key-inline"), nullptr);
      }
    });
  }
  for (int i = 0; i < 20; ++i) Write({absl::StrCat("k", i)});
  for (std::thread& reader : readers) reader.join();
  now_ += absl::Hours(1);
  EXPECT_TRUE(Knows("k19"));
}

}  // namespace
}  // namespace landfall::serve::access::internal
