#include "server/base/attachment.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace landfall::base {
namespace {

class Counted : public Attachment::Content {
 public:
  explicit Counted(std::atomic<int>* alive) : alive_(*alive) { ++alive_; }
  ~Counted() override { --alive_; }

 private:
  std::atomic<int>& alive_;
};

TEST(AttachmentTest, KeepsTheFirstOfManyUntilItGoes) {
  std::atomic<int> alive{0};
  {
    const Attachment attachment;
    EXPECT_EQ(attachment.Get(), nullptr);
    std::vector<const Attachment::Content*> kept(4);
    std::vector<std::thread> threads;
    for (auto& mine : kept) {
      threads.emplace_back(
          [&] { mine = attachment.Keep(std::make_unique<Counted>(&alive)); });
    }
    for (std::thread& thread : threads) thread.join();
    for (const auto* content : kept) EXPECT_EQ(content, attachment.Get());
    EXPECT_NE(attachment.Get(), nullptr);
    EXPECT_EQ(alive, 1);
  }
  EXPECT_EQ(alive, 0);
}

}  // namespace
}  // namespace landfall::base
