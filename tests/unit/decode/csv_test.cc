#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <streambuf>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/unit/decode/splitting.h"

namespace landfall::decode {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(CsvTest, NamesCellsByTheHeader) {
  const Splitting split = SplitText(
      "accountid, name ,emailaddress1,\r\n"
      "1,\"Müller, \"\"Söhne\"\"\",a@b.co,x\r\n"
      "\r\n"
      "2,,\"two\nlines\",\r\n"
      "3,plain \"quote\",\\\t,");
  EXPECT_TRUE(split.status.ok()) << split.status;
  EXPECT_THAT(
      split.elements,
      ElementsAre("{\"accountid\":\"1\",\"name\":\"Müller, \\\"Söhne\\\"\","
                  "\"emailaddress1\":\"a@b.co\"}",
                  R"({"accountid":"2","emailaddress1":"two\u000alines"})",
                  R"({"accountid":"3","name":"plain \"quote\"",)"
                  R"("emailaddress1":"\\\u0009"})"));
  EXPECT_THAT(split.lines, ElementsAre(2, 4, 6));
  EXPECT_THAT(split.defects, IsEmpty());
}

TEST(CsvTest, TakesTheDelimiterOfTheHeader) {
  for (const char* text :
       {"a,b\n1,2", "a;b\n1;2", "a\tb\n1\t2", "\"a\",\"b\"\r1,2\r",
        "\xEF\xBB\xBF"
        "a;b\n1;2"}) {
    SCOPED_TRACE(text);
    EXPECT_THAT(SplitText(text).elements, ElementsAre(R"({"a":"1","b":"2"})"));
  }
  EXPECT_THAT(SplitText("\"a,x\";b\n1;\"2;3\"").elements,
              ElementsAre(R"({"a,x":"1","b":"2;3"})"));
}

TEST(CsvTest, ReadsUtf16) {
  std::string bytes("\xFF\xFE", 2);
  for (const char c : std::string("a;b\r\n1;2\r\n")) {
    bytes.push_back(c);
    bytes.push_back('\0');
  }
  EXPECT_THAT(SplitText(bytes).elements, ElementsAre(R"({"a":"1","b":"2"})"));
}

TEST(CsvTest, RejectsRaggedAndDefectiveRows) {
  const Splitting split = SplitText(
      "a,b\n"
      "1\n"
      "1,2,3\n"
      "\"1\"x,2\n"
      "1,\xC3\x28\n"
      "5,6\n");
  EXPECT_TRUE(split.status.ok());
  EXPECT_THAT(split.elements, ElementsAre(R"({"a":"5","b":"6"})"));
  EXPECT_THAT(split.defects,
              ElementsAre("2::the row has 1 cells, the header has 2",
                          "3::the row has 3 cells, the header has 2",
                          "4::text follows the closing quote of a cell",
                          "5:b:not valid UTF-8"));
}

TEST(CsvTest, RefusesHeadersThatAreNone) {
  std::string wide = "c0";
  for (int i = 1; i < 5000; ++i) absl::StrAppend(&wide, ",c", i);
  const std::pair<std::string, std::string> cases[] = {
      {"a,b,a\n1,2,3", "'a' twice"},
      {"accountid\n1\n", "no comma"},
      {"a|b\n1|2", "no comma"},
      {"a,\"b\"x\n1,2", "quote"},
      {"a,\"b\n1,2", "quote"},
      {"a,\xC3\x28\n1,2", "UTF-8"},
      {wide, "too long"},
  };
  for (const auto& [text, expected] : cases) {
    SCOPED_TRACE(expected);
    const Splitting split = SplitText(text);
    EXPECT_EQ(split.status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(split.status.message()), HasSubstr(expected));
    EXPECT_THAT(split.elements, IsEmpty());
  }
}

TEST(CsvTest, ReportsAQuoteThatIsNeverClosed) {
  const Splitting split = SplitText("a,b\n1,2\n3,\"4\n5,6\n");
  EXPECT_THAT(std::string(split.status.message()), HasSubstr("line 3"));
  EXPECT_THAT(split.elements, ElementsAre(R"({"a":"1","b":"2"})"));
}

TEST(CsvTest, SkipsRowsOverTheLimit) {
  const SplitLimits limits = {/*max_element_bytes=*/16, /*max_depth=*/32};
  const Splitting split = SplitText(
      absl::StrCat("a,b\n1,", std::string(20, 'x'), "\n3,4\n"), limits);
  EXPECT_TRUE(split.status.ok());
  EXPECT_THAT(split.elements, ElementsAre(R"({"a":"3","b":"4"})"));
  EXPECT_THAT(split.defects,
              ElementsAre("2:b:row larger than the limit of 16 bytes"));
}

// `head`, then `count` times 'x', then `tail`.
class LongText : public std::streambuf {
 public:
  LongText(std::string head, size_t count, std::string tail)
      : chunk_(std::move(head)), left_(count), tail_(std::move(tail)) {
    setg(chunk_.data(), chunk_.data(), chunk_.data() + chunk_.size());
  }

 protected:
  int_type underflow() override {
    if (left_ > 0) {
      chunk_.assign(std::min<size_t>(left_, 1 << 16), 'x');
      left_ -= chunk_.size();
    } else {
      chunk_ = std::exchange(tail_, "");
    }
    if (chunk_.empty()) return traits_type::eof();
    setg(chunk_.data(), chunk_.data(), chunk_.data() + chunk_.size());
    return traits_type::to_int_type(chunk_.front());
  }

 private:
  std::string chunk_;
  size_t left_;
  std::string tail_;
};

long PeakKilobytes() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

TEST(CsvTest, ReadsAHugeFieldInConstantMemory) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "sanitizers keep freed memory, so the peak says nothing";
#endif
  constexpr size_t kHuge = size_t{1} << 28;
  const long before = PeakKilobytes();
  LongText csv("a,b\n1,\"", kHuge, "\"\n3,4\n");
  std::istream input(&csv);
  const Splitting split = SplitStream(input);
  EXPECT_THAT(split.elements, ElementsAre(R"({"a":"3","b":"4"})"));
  EXPECT_THAT(split.defects, ElementsAre(HasSubstr("2:b:row larger")));
  EXPECT_LT(PeakKilobytes() - before, 64 << 10);
}

TEST(CsvTest, ReadsAHugeJsonElementInConstantMemory) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "sanitizers keep freed memory, so the peak says nothing";
#endif
  constexpr size_t kHuge = size_t{1} << 27;
  const long before = PeakKilobytes();
  LongText json("[{\"a\":\"", kHuge, "\"},{\"b\":1}]");
  std::istream input(&json);
  const Splitting split = SplitStream(input);
  EXPECT_THAT(split.elements, ElementsAre(R"({"b":1})"));
  EXPECT_THAT(split.defects, ElementsAre(HasSubstr("1::larger")));
  EXPECT_LT(PeakKilobytes() - before, 64 << 10);
}

}  // namespace
}  // namespace landfall::decode
