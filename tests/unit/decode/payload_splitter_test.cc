#include "server/decode/payload_splitter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/unit/decode/splitting.h"

namespace landfall::decode {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

struct FormatCase {
  const char* name;
  std::string text;
  std::vector<std::string> elements;
};

TEST(SplitPayloadTest, FindsElementsOfEveryFormat) {
  const std::vector<std::string> two = {R"({"id":1})", R"({"id":2})"};
  const std::vector<std::string> order = {
      R"({"items":[{"sku":"a"}],"entity_id":5})"};
  const FormatCase cases[] = {
      {"array", R"([{"id":1},{"id":2}])", two},
      {"array over lines", "[\n  {\"id\":1},\n  {\"id\":2}\n]\n", two},
      {"empty array", "[]", {}},
      {"OData page", R"({"value":[{"id":1},{"id":2}],"@odata.count":2})", two},
      {"BigCommerce V3", R"({"data":[{"id":1},{"id":2}],"meta":{"a":[1]}})",
       two},
      {"B2B Edition", R"({"code":200,"data":[{"id":1},{"id":2}],"meta":{}})",
       two},
      {"one B2B company",
       R"({"code":200,"data":{"id":1},"meta":{}})",
       {R"({"id":1})"}},
      {"Adobe page",
       R"({"items":[{"id":1},{"id":2}],"search_criteria":{},"total_count":2})",
       two},
      {"Adobe page without items",
       R"({"items":null,"search_criteria":{},"total_count":0})",
       {}},
      {"Adobe order with items", order[0], order},
      {"GraphQL nodes",
       R"({"data":{"orders":{"pageInfo":{"a":1},"nodes":[{"id":1},{"id":2}]}},
           "extensions":{"cost":{}}})",
       two},
      {"GraphQL edges",
       R"({"data":{"orders":{"edges":[{"cursor":"x","node":{"id":1}},
                                      {"node":{"id":2},"cursor":"y"}]}}})",
       two},
      {"GraphQL single record",
       R"({"data":{"company":{"id":1},"x":null}})",
       {R"({"id":1})"}},
      {"JSON Lines", "{\"id\":1}\n{\"id\":2}\n", two},
      {"JSON Lines with CRLF and blank lines",
       "\r\n{\"id\":1}\r\n\r\n{\"id\":2}", two},
      {"pages on lines", "{\"value\":[{\"id\":1}]}\n{\"value\":[{\"id\":2}]}",
       two},
      {"objects on several lines",
       "{\n\"id\":1}\n{\n\"id\":2}\n",
       {"{\n\"id\":1}", "{\n\"id\":2}"}},
      {"one object over lines",
       "{\n  \"id\": [\n{\"value\": []}\n]\n}",
       {"{\n  \"id\": [\n{\"value\": []}\n]\n}"}},
      {"brackets in strings",
       R"([{"a":"]}\"}{["},{"id":2}])",
       {R"({"a":"]}\"}{["})", R"({"id":2})"}},
      {"byte order mark", "\xEF\xBB\xBF[{\"id\":1},{\"id\":2}]", two},
  };
  for (const FormatCase& c : cases) {
    SCOPED_TRACE(c.name);
    const Splitting split = SplitText(c.text);
    EXPECT_TRUE(split.status.ok()) << split.status;
    EXPECT_EQ(split.elements, c.elements);
    EXPECT_THAT(split.defects, IsEmpty());
  }
}

TEST(SplitPayloadTest, ReadsUtf16) {
  const std::u16string text = u"\uFEFF[{\"n\":\"Zoë 𝄞\"}]";
  for (const bool little : {true, false}) {
    SCOPED_TRACE(little ? "little endian" : "big endian");
    std::string bytes;
    for (const char16_t unit : text) {
      const char low = static_cast<char>(unit & 0xFF);
      const char high = static_cast<char>(unit >> 8);
      bytes += little ? std::string{low, high} : std::string{high, low};
    }
    EXPECT_THAT(SplitText(bytes).elements, ElementsAre("{\"n\":\"Zoë 𝄞\"}"));
    // Half a character at the end is no text.
    bytes.pop_back();
    EXPECT_FALSE(SplitText(bytes).status.ok());
  }
}

TEST(SplitPayloadTest, NamesUnpairedSurrogate) {
  const std::string bytes("\xFF\xFE[\0{\0\"\0\x00\xD8\"\0}\0]\0", 16);
  EXPECT_THAT(SplitText(bytes).defects, ElementsAre("1::not valid UTF-8"));
}

TEST(SplitPayloadTest, TellsWhatAFileLooksLike) {
  const std::pair<std::string, std::string> cases[] = {
      {"<!DOCTYPE html><p>sign in", "HTML"},
      {"\n<html>", "HTML"},
      {"<?xml version='1.0'?><a/>", "XML"},
      {std::string("PK\x03\x04\x14\0", 6), "Excel"},
      {std::string("\x1F\x8B\x08\0ab,c", 8), "binary"},
      {std::string("a\0,\0b\0", 6), "binary"},
      {"hello", "neither JSON nor CSV"},
      {"true", "neither JSON nor CSV"},
      {R"({"error":{"code":"0x80040265","message":"x"}})", "error answer"},
      {R"({"errors":[{"message":"Throttled"}],"extensions":{}})",
       "error answer"},
      {R"({"data":null,"errors":[{"message":"x"}]})", "error answer"},
      {R"({"message":"The consumer isn't authorized","parameters":{}})",
       "error answer"},
      {R"({"status":404,"title":"Not found","type":"x"})", "error answer"},
      {R"({"code":422,"data":{"errMsg":"x"},"meta":{}})", "error answer"},
  };
  for (const auto& [text, expected] : cases) {
    SCOPED_TRACE(expected);
    const Splitting split = SplitText(text);
    EXPECT_EQ(split.status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(split.status.message()), HasSubstr(expected));
    EXPECT_THAT(split.elements, IsEmpty());
  }
}

TEST(SplitPayloadTest, ErrorEventsAreNoErrorAnswers) {
  const std::string event =
      R"({"id":"1","at":"2026-04-06","message":"failed","code":"x"})";
  EXPECT_THAT(SplitText(event).elements, ElementsAre(event));
}

TEST(SplitPayloadTest, DeliversWhatStandsBeforeATruncation) {
  for (const char* text :
       {"[{\"id\":1},{\"id\":2", "[{\"id\":1}", "[{\"id\":1},",
        "{\"value\":[{\"id\":1},{\"id", "{\"value\":[{\"id\":1}]",
        "{\"data\":{\"orders\":{\"nodes\":[{\"id\":1},{"}) {
    SCOPED_TRACE(text);
    const Splitting split = SplitText(text);
    EXPECT_EQ(split.status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(split.status.message()), HasSubstr("truncated"));
    EXPECT_THAT(split.elements, ElementsAre(R"({"id":1})"));
  }
  EXPECT_THAT(std::string(SplitText("{\"id\":1").status.message()),
              HasSubstr("truncated"));
}

TEST(SplitPayloadTest, ReportsMismatchedBracketsInAnArray) {
  const Splitting split = SplitText("[{\"id\":1},\n{\"id\":[2}]]");
  EXPECT_THAT(std::string(split.status.message()), HasSubstr("line 2"));
  EXPECT_THAT(split.elements, ElementsAre(R"({"id":1})"));
}

TEST(SplitPayloadTest, GoesOnAfterADefectiveLine) {
  const char* const defective[] = {R"({"id":2,"name":"cut)",
                                   R"({"id":2,"list":[1,2)",
                                   R"({"id":2,"x":)",
                                   R"({"id":2]})",
                                   "nonsense",
                                   "[1]",
                                   "null",
                                   "{\"id\":\"\xC3\x28\"}"};
  for (const char* line : defective) {
    SCOPED_TRACE(line);
    const Splitting split =
        SplitText(absl::StrCat("{\"id\":1}\n", line, "\n{\"id\":3}\n"));
    EXPECT_TRUE(split.status.ok()) << split.status;
    EXPECT_THAT(split.elements, ElementsAre(R"({"id":1})", R"({"id":3})"));
    EXPECT_THAT(split.lines, ElementsAre(1, 3));
    EXPECT_THAT(split.defects, ElementsAre(StartsWith("2::")));
  }
}

TEST(SplitPayloadTest, GoesOnAfterADefectiveFirstLine) {
  for (const char* line : {R"({"id":1,"name":"cut)", R"({"id":1,"list":[1,2)",
                           R"({"id":1,)", R"({"id":1]})"}) {
    SCOPED_TRACE(line);
    const Splitting split =
        SplitText(absl::StrCat(line, "\n{\"id\":2}\n{\"id\":3}\n"));
    EXPECT_TRUE(split.status.ok()) << split.status;
    EXPECT_THAT(split.elements, ElementsAre(R"({"id":2})", R"({"id":3})"));
    EXPECT_THAT(split.defects, ElementsAre(StartsWith("1::")));
  }
}

TEST(SplitPayloadTest, ReportsACutLastLineAsADefect) {
  const Splitting split = SplitText("{\"id\":1}\n{\"id\":2");
  EXPECT_TRUE(split.status.ok());
  EXPECT_THAT(split.defects, ElementsAre(StartsWith("2::")));
}

TEST(SplitPayloadTest, SkipsElementsOverTheLimits) {
  const SplitLimits limits = {/*max_element_bytes=*/64, /*max_depth=*/4};
  const std::string large =
      absl::StrCat(R"({"x":")", std::string(99, 'x'), R"("})");
  const std::string deep = R"({"x":[[[[1]]]]})";
  for (const char* format :
       {"[{\"id\":1},\n$0,\n{\"id\":3}]", "{\"id\":1}\n$0\n{\"id\":3}"}) {
    for (const std::string& element : {large, deep}) {
      SCOPED_TRACE(absl::StrCat(format, " ", element.size()));
      std::string text = format;
      text.replace(text.find("$0"), 2, element);
      const Splitting split = SplitText(text, limits);
      EXPECT_TRUE(split.status.ok()) << split.status;
      EXPECT_THAT(split.elements, ElementsAre(R"({"id":1})", R"({"id":3})"));
      EXPECT_THAT(split.defects, ElementsAre(StartsWith("2::")));
    }
  }
}

TEST(SplitPayloadTest, StreamsPagesLongerThanAnElementMayBe) {
  const SplitLimits limits = {/*max_element_bytes=*/64, /*max_depth=*/8};
  std::string items;
  for (int i = 0; i < 50; ++i) {
    absl::StrAppend(&items, i == 0 ? "" : ",", R"({"id":)", i, "}");
  }
  const std::string pages[] = {
      absl::StrCat("{\"value\":[", items, "]}"),
      absl::StrCat("{\"items\":[", items, "],\"total_count\":50}"),
      absl::StrCat("{\"data\":[", items, "],\"meta\":{}}"),
      absl::StrCat("{\"data\":{\"orders\":{\"nodes\":[", items, "]}}}")};
  for (const std::string& page : pages) {
    SCOPED_TRACE(page.substr(0, 20));
    const Splitting split = SplitText(page, limits);
    EXPECT_TRUE(split.status.ok()) << split.status;
    EXPECT_EQ(split.elements.size(), 50u);
  }
}

TEST(SplitPayloadTest, SurvivesAbsurdNesting) {
  const std::string deep(200000, '[');
  EXPECT_FALSE(SplitText(deep).status.ok());
  EXPECT_FALSE(SplitText(absl::StrCat("{\"a\":", deep)).status.ok());
  const Splitting split = SplitText(
      absl::StrCat("[{\"a\":", deep, std::string(200000, ']'), "},{}]"));
  EXPECT_THAT(split.elements, ElementsAre("{}"));
  EXPECT_THAT(split.defects, ElementsAre(HasSubstr("deeper than 32")));
}

TEST(SplitPayloadTest, DoesNotCareWhereItsBufferEnds) {
  constexpr size_t kBufferBytes = 64 << 10;
  for (const std::string& text :
       {std::string("{\"id\":\"a\\\"é\"}\n{\"id\":2}\n"),
        std::string("{\"data\":[{\"id\":[1,2]},{\"x\":{}}],\"meta\":{}}"),
        std::string("a;b\r\n\"x;\"\"é\";2\r\n3;4\r\n")}) {
    SCOPED_TRACE(text);
    const Splitting plain = SplitText(text);
    ASSERT_EQ(plain.elements.size(), 2u);
    for (size_t before = 0; before <= text.size(); ++before) {
      const std::string padding(kBufferBytes - before, ' ');
      EXPECT_EQ(SplitText(padding + text).elements, plain.elements) << before;
    }
  }
}

TEST(SplitPayloadTest, HandsThePagesContextToItsRows) {
  const Splitting split = SplitText(
      R"j({"@odata.context":"https://x/$metadata#accounts(name,a(b))",)j"
      R"("value":[{"accountid":"1"},{},{"@odata.context":"own","id":"2"}]})");
  EXPECT_THAT(
      split.elements,
      ElementsAre(R"({"@odata.context":"$metadata#accounts","accountid":"1"})",
                  R"({"@odata.context":"$metadata#accounts"})",
                  R"({"@odata.context":"own","id":"2"})"));
}

TEST(SplitPayloadTest, StopsWhenTheSinkSaysSo) {
  std::istringstream input("[{},{}]");
  int calls = 0;
  auto element = [&](PayloadElement) {
    ++calls;
    return absl::AbortedError("enough");
  };
  auto defect = [](PayloadDefect) {};
  auto page = [](const PayloadPage&) {};
  EXPECT_EQ(SplitPayload(input, {}, {element, defect, page}).code(),
            absl::StatusCode::kAborted);
  EXPECT_EQ(calls, 1);
}

TEST(SplitPayloadTest, ReportsABrokenStream) {
  std::istringstream input("[{},{}]");
  input.setstate(std::ios::badbit);
  EXPECT_EQ(SplitStream(input).status.code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace landfall::decode
