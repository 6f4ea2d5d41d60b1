#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "server/filter/filter.h"

namespace landfall::filter {
namespace {

using ::testing::HasSubstr;

std::string ErrorOf(const std::string& filter) {
  const absl::Status status = Filter::Parse(filter).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << filter;
  return std::string(status.message());
}

TEST(FilterErrorTest, NamesTheColumnAndWhatWasExpected) {
  struct Case {
    const char* filter;
    const char* error;
  };
  for (const Case& c : {
           Case{"",
                "column 1: expected a field, a value or a function, found "
                "the end"},
           Case{"a eq",
                "column 5: expected a field, a value or a function, "
                "found the end"},
           Case{"a eq 3 b",
                "column 8: expected 'and', 'or' or the end of the "
                "filter, found b"},
           Case{"a eq 3 and",
                "column 11: expected a field, a value or a "
                "function, found the end"},
           Case{"(a eq 3",
                "column 8: expected 'and', 'or' or ')', found the "
                "end"},
           Case{"a eq 3)",
                "column 7: expected 'and', 'or' or the end of the "
                "filter, found )"},
           Case{"a = 3",
                "column 3: unexpected character; allowed are field "
                "names, operators such as eq, values such as 3 or "
                "'text', parentheses and commas"},
           Case{"name eq 'x", "column 9: a quote that is never closed"},
           Case{"'x'",
                "column 4: expected one of eq, ne, gt, ge, lt, le, "
                "found the end"},
           Case{"'x' and true",
                "column 5: expected one of eq, ne, gt, ge, lt, "
                "le, found and"},
           Case{"trim(a)",
                "column 8: expected one of eq, ne, gt, ge, lt, le, "
                "found the end"},
           Case{"a eq and",
                "column 6: expected a field, a value or a "
                "function, found and"},
           Case{"length(a) eq 3",
                "column 1: unknown function length; allowed "
                "are contains, startswith, endswith, "
                "tolower, toupper and trim"},
           Case{"contains(a) ", "column 11: expected ',', found )"},
           Case{"contains(a,'b','c')", "column 15: expected ')', found ,"},
           Case{"a eq 1.2.3",
                "column 6: not a number; allowed are up to 18 "
                "digits with up to 9 decimals"},
           Case{"a eq 3x",
                "column 6: not a number; allowed are up to 18 "
                "digits with up to 9 decimals"},
           Case{"a eq 2026-13-01",
                "column 6: not a time; allowed is RFC 3339, "
                "such as 2026-06-09T08:15:30Z or "
                "2026-06-09"},
           Case{"a eq date'2026'",
                "column 6: unknown type date before a "
                "quote; allowed are guid'…' and enums with "
                "their namespace"},
           Case{"n eq '\xC3\x9F\xC3\x9F' x",
                "column 11: expected 'and', 'or' or the end of the filter, "
                "found x"},
       }) {
    SCOPED_TRACE(c.filter);
    EXPECT_EQ(ErrorOf(c.filter), c.error);
  }
}

TEST(FilterErrorTest, RefusesWhatIsTooLong) {
  std::string filter = "a eq '";
  filter.append(4096 - filter.size() - 1, 'x').append("'");
  EXPECT_TRUE(Filter::Parse(filter).ok());
  EXPECT_EQ(ErrorOf(filter + " "),
            "the filter has 4097 bytes; allowed are 4096");
}

TEST(FilterErrorTest, RefusesWhatIsNestedTooDeep) {
  const auto nested = [](int depth, const std::string& open,
                         const std::string& close) {
    std::string text;
    for (int i = 0; i < depth; ++i) text += open;
    text += "true";
    for (int i = 0; i < depth; ++i) text += close;
    return text;
  };
  EXPECT_TRUE(Filter::Parse(nested(32, "(", ")")).ok());
  EXPECT_THAT(ErrorOf(nested(33, "(", ")")),
              HasSubstr("column 34: nested deeper than 32 levels"));
  EXPECT_TRUE(Filter::Parse(nested(32, "not ", "")).ok());
  EXPECT_THAT(ErrorOf(nested(33, "not ", "")), HasSubstr("nested deeper"));
  EXPECT_TRUE(Filter::Parse(nested(32, "trim(", ")") + " eq 'x'").ok());
  EXPECT_THAT(ErrorOf(nested(33, "trim(", ")") + " eq 'x'"),
              HasSubstr("nested deeper"));
  // A long chain is not deep.
  std::string chain = "true";
  for (int i = 0; i < 400; ++i) chain += " and true";
  EXPECT_TRUE(Filter::Parse(chain).ok());
}

}  // namespace
}  // namespace landfall::filter
