#include "server/app/line_writer.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace landfall::app {
namespace {

class LineWriterTest : public ::testing::Test {
 protected:
  void SetUp() override {
    signal(SIGPIPE, SIG_IGN);  // as the server does
    ASSERT_EQ(pipe(pipe_), 0);
  }
  void TearDown() override { close(pipe_[0]); }

  // All that is written until the other end is closed.
  std::string ReadAll() {
    close(pipe_[1]);
    std::string text;
    char part[4096];
    ssize_t count = 0;
    while ((count = read(pipe_[0], part, sizeof(part))) > 0) {
      text.append(part, count);
    }
    return text;
  }

  int pipe_[2] = {};
  std::atomic<int64_t> resumed_ = 0;
};

TEST_F(LineWriterTest, KeepsTheOrderOfEachThread) {
  {
    LineWriter writer(pipe_[1], {}, [](int64_t) {});
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&writer, i] {
        for (int j = 0; j < 100; ++j) {
          writer.Write(
              std::string(1, 'a' + i) + std::to_string(1000 + j) + "\n", false);
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_TRUE(writer.Flush(absl::Seconds(60)));
    EXPECT_EQ(writer.dropped(), 0);
  }
  const std::string text = ReadAll();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 400);
  for (const char* thread : {"a", "b", "c", "d"}) {
    size_t last = 0;
    for (int j = 0; j < 100; ++j) {
      const size_t at = text.find(thread + std::to_string(1000 + j) + "\n");
      ASSERT_NE(at, std::string::npos);
      EXPECT_GE(at, last);
      last = at;
    }
  }
}

TEST_F(LineWriterTest, DropsWhatAPausedReaderDoesNotTake) {
  LineWriter::Limits limits;
  limits.bytes = 64 << 10;
  limits.reserved_bytes = 4 << 10;
  auto writer = std::make_unique<LineWriter>(
      pipe_[1], limits, [this](int64_t count) { resumed_ += count; });
  // Ten times what pipe and queue hold; each returns although nobody reads.
  const std::string line(99, 'x');
  for (int i = 0; i < 20'000; ++i) writer->Write(line + "\n", false);
  const int64_t dropped = writer->dropped();
  EXPECT_GT(dropped, 15'000);
  EXPECT_LT(dropped, 20'000);
  writer->Write("important\n", true);
  EXPECT_EQ(writer->dropped(), dropped);
  EXPECT_FALSE(writer->Flush(absl::Milliseconds(1)));
  // Somebody reads again: what waited comes, then what was dropped is told.
  std::string text;
  char part[4096];
  while (text.find("important\n") == std::string::npos) {
    const ssize_t count = read(pipe_[0], part, sizeof(part));
    ASSERT_GT(count, 0);
    text.append(part, count);
  }
  EXPECT_TRUE(writer->Flush(absl::Seconds(60)));
  while (resumed_ < dropped) std::this_thread::yield();
  EXPECT_EQ(resumed_, dropped);
}

TEST_F(LineWriterTest, EndsThoughNobodyReads) {
  {
    LineWriter writer(pipe_[1], {}, [](int64_t) {});
    for (int i = 0; i < 2000; ++i) writer.Write(std::string(99, 'x'), true);
  }
  SUCCEED();  // the destructor came back
}

}  // namespace
}  // namespace landfall::app
