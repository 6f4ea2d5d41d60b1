#include "server/recall/recent_map.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include "server/recall/record_cache.h"

namespace landfall::recall {
namespace {

struct SizeOf {
  size_t operator()(const std::string& text) const { return text.size(); }
};
constexpr size_t kMaxBytes = size_t{1} << 20;
using Texts = RecentMap<std::string, 1024, kMaxBytes, SizeOf>;

size_t BytesHeld(Texts& texts, uint64_t count) {
  size_t bytes = 0;
  std::string text;
  for (uint64_t i = 0; i < count; ++i) {
    if (texts.Find({i, i}, &text)) bytes += text.size();
  }
  return bytes;
}

TEST(RecentMapTest, IsBoundedByBytesToo) {
  Texts texts;
  for (uint64_t i = 0; i < 1000; ++i) {
    texts.Add({i, i}, std::string(10'000, 'x'));
  }
  std::string text;
  EXPECT_TRUE(texts.Find({999, 999}, &text));
  EXPECT_FALSE(texts.Find({0, 0}, &text));
  const size_t held = BytesHeld(texts, 1000);
  EXPECT_GT(held, kMaxBytes / 4);
  EXPECT_LE(held, kMaxBytes);
}

TEST(RecentMapTest, KeepsNothingLargerThanAShare) {
  Texts texts;
  texts.Add({1, 1}, "small");
  texts.Add({2, 1}, std::string(kMaxBytes / 16, 'x'));
  std::string text;
  EXPECT_FALSE(texts.Find({2, 1}, &text));
  EXPECT_TRUE(texts.Find({1, 1}, &text));
}

TEST(RecordCacheTest, CountsWhatARecordTakes) {
  model::Record record;
  const auto bytes = [&record] {
    return RecordBytes()(std::make_shared<const model::Record>(record));
  };
  const size_t before = bytes();
  record.fields.AddString(std::string(1000, 'k'), std::string(500, 'v'));
  EXPECT_GE(bytes(), before + 1500);
  EXPECT_EQ(RecordBytes()(nullptr), 0u);
}

}  // namespace
}  // namespace landfall::recall
