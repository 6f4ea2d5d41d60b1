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
                  R"("emailaddress1":"\\"})"));
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

TEST(CsvTest, PassesOverLinesForOtherPrograms) {
  const std::vector<std::string> one = {R"({"a":"1","b":"2"})"};
  for (const char* text :
       {"sep=;\na;b\n1;2", "\xEF\xBB\xBFsep=,\r\n\r\na,b\r\n1,2",
        "SEP=|\na|b\n1|2", "sep=\t\na\tb\n1\t2", "\"sep=;\"\na;b\n1;2",
        "sep=;;;\na;b\n1;2", "sep=;\ra;b\r1;2\r",
        "#TYPE System.Management.Automation.PSCustomObject\n\"a\",\"b\"\n1,2",
        "#type Selected.X\r\nsep=;\r\na;b\r\n1;2",
        "sep=;\n\xEF\xBB\xBF"
        "a;b\n1;2"}) {
    SCOPED_TRACE(text);
    const Splitting split = SplitText(text);
    EXPECT_TRUE(split.status.ok()) << split.status;
    EXPECT_EQ(split.elements, one);
  }
  // A column may be called so.
  EXPECT_THAT(SplitText("september,b\n1,2").elements,
              ElementsAre(R"({"september":"1","b":"2"})"));
}

TEST(CsvTest, BlanksOfAnyScriptMeanNothingAtTheEnds) {
  for (const char* blank :
       {" ", "\v", "\xC2\xA0", "\xE2\x80\x8B", "\xE3\x80\x80", "\xEF\xBB\xBF",
        "\xE2\x80\x8F", "\xC2\xAD", "\xE1\x9A\x80", "\xC2\xA0 \xE2\x80\xAF"}) {
    SCOPED_TRACE(blank);
    EXPECT_THAT(SplitText(absl::StrCat("x,", blank, "a b", blank, "\n1,", blank,
                                       "c d", blank, "\n"))
                    .elements,
                ElementsAre(R"({"x":"1","a b":"c d"})"));
  }
  EXPECT_THAT(std::string(SplitText("a,\xC2\xA0"
                                    "A\n1,2")
                              .status.message()),
              HasSubstr("'A' twice"));
}

TEST(CsvTest, RowsOfNothingAreNoRows) {
  const Splitting split = SplitText(
      ";;;;\n"
      "a;b;c;;\n"
      "1;2;3;;\n"
      ";;;;\n"
      "; ;\xC2\xA0;;\n"
      "4;5;6\n"
      ";;;;;;;\n"
      "7;8;9;;;;\n"
      ";\n");
  EXPECT_TRUE(split.status.ok()) << split.status;
  EXPECT_THAT(split.defects, IsEmpty());
  EXPECT_THAT(split.elements, ElementsAre(R"({"a":"1","b":"2","c":"3"})",
                                          R"({"a":"4","b":"5","c":"6"})",
                                          R"({"a":"7","b":"8","c":"9"})"));
  // A cell with a text and without a column, and a column without a cell.
  EXPECT_THAT(SplitText("a;b\n1;2;;x\n1\n").defects,
              ElementsAre("2::the row has 4 cells, the header has 2",
                          "3::the row has 1 cells, the header has 2"));
}

TEST(CsvTest, ARepeatedHeaderIsNoRow) {
  EXPECT_THAT(SplitText("a,b\n1,2\n\xEF\xBB\xBF"
                        "a,b\n3,4\n")
                  .elements,
              ElementsAre(R"({"a":"1","b":"2"})", R"({"a":"3","b":"4"})"));
}

TEST(CsvTest, OpensFormulasThatHoldAText) {
  EXPECT_THAT(
      SplitText("a,b\n=\"000123\",\"=\"\"007\"\"\"\n=1+1,=\"\"\n").elements,
      ElementsAre(R"({"a":"000123","b":"007"})", R"({"a":"=1+1"})"));
}

TEST(CsvTest, NamesItsColumnsNowAndThen) {
  std::string text = "a,b,\n";
  for (int i = 0; i < 201; ++i) text += "1,,\n";
  const Splitting split = SplitText(text);
  for (size_t i = 0; i < split.elements.size(); ++i) {
    EXPECT_EQ(split.elements[i],
              i % 100 == 0 ? R"({"a":"1","b":null})" : R"({"a":"1"})");
  }
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
#ifdef LANDFALL_SANITIZED
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
#ifdef LANDFALL_SANITIZED
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
