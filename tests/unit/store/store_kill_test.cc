// A child process writes numbered batches and is killed at a random moment;
// after every kill all that was acknowledged is there and nothing is half done.
// LANDFALL_KILL_ROUNDS and LANDFALL_SEED vary the run.
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <thread>

#include "absl/strings/match.h"
#include "server/store/rocksdb_record_store.h"
#include "tests/faults/numbered_batches.h"
#include "tests/support/temp_folder.h"

extern char** environ;

namespace landfall::testing {
namespace {

unsigned FromEnvironment(const char* name, unsigned fallback) {
  const char* text = std::getenv(name);
  return text == nullptr
             ? fallback
             : static_cast<unsigned>(std::strtoul(text, nullptr, 10));
}

// A started store_writer and its output.
class Child {
 public:
  explicit Child(std::vector<std::string> arguments) {
    int ends[2];
    LF_CHECK(pipe(ends) == 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    arguments.insert(arguments.begin(), STORE_WRITER);
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    LF_CHECK(posix_spawn(&pid_, STORE_WRITER, &actions, nullptr, argv.data(),
                         environ) == 0);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    output_ = ends[0];
  }
  ~Child() {
    close(output_);
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  void Kill() { kill(pid_, SIGKILL); }

  // The next line, or "" at the end of the output.
  std::string ReadLine() {
    std::string line;
    char c;
    while (read(output_, &c, 1) == 1) {
      if (c == '\n') return line;
      line.push_back(c);
    }
    return "";
  }

 private:
  pid_t pid_ = -1;
  int output_ = -1;
};

uint64_t ToNumber(const std::string& line) {
  return std::strtoull(line.c_str(), nullptr, 10);
}

// Runs the writer from batch `first` for `milliseconds` after its first
// acknowledgement; returns the last acknowledged number.
uint64_t WriteAndKill(const std::string& folder, uint64_t first,
                      unsigned milliseconds) {
  Child child({folder, std::to_string(first)});
  uint64_t acknowledged = ToNumber(child.ReadLine());
  std::thread killer([&child, milliseconds] {
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
    child.Kill();
  });
  for (std::string line = child.ReadLine(); !line.empty();
       line = child.ReadLine()) {
    acknowledged = ToNumber(line);
  }
  killer.join();
  return acknowledged;
}

TEST(StoreKillTest, LosesNothingAcknowledgedAndKeepsBatchesWhole) {
  const unsigned seed = FromEnvironment("LANDFALL_SEED", 20260609);
  const unsigned rounds = FromEnvironment("LANDFALL_KILL_ROUNDS", 10);
  std::printf("LANDFALL_SEED=%u LANDFALL_KILL_ROUNDS=%u\n", seed, rounds);
  std::mt19937 random(seed);
  TempFolder temp;
  const std::string folder = temp.Sub("store");
  uint64_t last = 0;
  for (unsigned round = 0; round < rounds; ++round) {
    SCOPED_TRACE(round);
    const uint64_t acknowledged =
        WriteAndKill(folder, last + 1, random() % 400);
    ASSERT_GT(acknowledged, last) << "the writer did not start";
    const auto store = store::OpenRocksDbStore(folder);
    ASSERT_TRUE(store.ok()) << store.status();
    const auto values = (*store)->View()->Values();
    ASSERT_TRUE(values.ok()) << values.status();
    last = ToNumber(values->at("last"));
    // The batch in flight may have become durable before it was acknowledged.
    ASSERT_GE(last, acknowledged);
    ASSERT_LE(last, acknowledged + 1);
    EXPECT_EQ((*store)->View()->revision(), static_cast<int64_t>(last));
    const auto intents = (*store)->View()->Intents();
    ASSERT_TRUE(intents.ok()) << intents.status();
    EXPECT_EQ(*intents, NumberedIntents(last));
    std::map<base::Hash128, std::string> held;
    const absl::Status status =
        (*store)->View()->ForEach([&](base::Hash128 id, model::Record record) {
          held[id] = store::EncodeRecord(record);
          return absl::OkStatus();
        });
    ASSERT_TRUE(status.ok()) << status;
    ASSERT_TRUE(held == NumberedContent(last)) << "after batch " << last;
  }
  std::printf("%u kills, %llu batches\n", rounds,
              static_cast<unsigned long long>(last));
}

TEST(StoreKillTest, ReportsAFolderThatTheUserMayNotWrite) {
  if (geteuid() != 0) GTEST_SKIP() << "needs root to become another user";
  TempFolder temp;
  { ASSERT_TRUE(store::OpenRocksDbStore(temp.Sub("store")).ok()); }
  constexpr char kNobody[] = "65534";
  std::filesystem::permissions(temp.path(), std::filesystem::perms(0755));
  std::filesystem::permissions(temp.Sub("store"), std::filesystem::perms(0755));
  for (const std::string& folder : {temp.Sub("store"), temp.Sub("new")}) {
    SCOPED_TRACE(folder);
    const std::string line = Child({"--open", folder, kNobody}).ReadLine();
    EXPECT_TRUE(absl::StartsWith(line, "PERMISSION_DENIED")) << line;
    EXPECT_TRUE(absl::StrContains(line, folder)) << line;
    EXPECT_TRUE(absl::StrContains(line, "store.path")) << line;
  }
  EXPECT_FALSE(std::filesystem::exists(temp.Sub("new")));
}

}  // namespace
}  // namespace landfall::testing
