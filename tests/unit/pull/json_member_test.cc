#include "server/pull/json_member.h"

#include <gtest/gtest.h>

#include <string>

namespace landfall::pull {
namespace {

constexpr char kRow[] =
    R"( {"a":1 , "b" : "x\"},{" ,"c":{"d":[1,{"e":2}]},"f":[],"g":null})";

TEST(JsonMemberTest, FindsValuesAsTheyAreWritten) {
  EXPECT_EQ(MemberOf(kRow, "a"), "1");
  EXPECT_EQ(MemberOf(kRow, "b"), R"("x\"},{")");
  EXPECT_EQ(MemberOf(kRow, "c"), R"({"d":[1,{"e":2}]})");
  EXPECT_EQ(MemberOf(MemberOf(kRow, "c"), "d"), R"([1,{"e":2}])");
  EXPECT_EQ(MemberOf(kRow, "f"), "[]");
  EXPECT_EQ(MemberOf(kRow, "e"), "") << "of the object itself only";
  EXPECT_EQ(PlainMemberOf(kRow, "a"), "1");
  EXPECT_EQ(PlainMemberOf(R"({"n":"17"})", "n"), "17");
  for (const char* name : {"c", "f", "g", "x"}) {
    EXPECT_EQ(PlainMemberOf(kRow, name), "") << name;
  }
}

TEST(JsonMemberTest, SetsAValue) {
  EXPECT_EQ(WithMember(R"({"a":{"b":1},"c":2})", "a", "[3]"),
            R"({"a":[3],"c":2})");
  EXPECT_EQ(WithMember(R"({"c":2})", "a", "[]"), R"({"a":[],"c":2})");
  EXPECT_EQ(WithMember("{ }", "a", "1"), R"({"a":1 })");
}

TEST(JsonMemberTest, FindsNothingInWhatIsNoObject) {
  const std::string whole = R"({"a":"\\","b":{"c":[1]}})";
  for (size_t size = 0; size < whole.size(); ++size) {
    const std::string cut = whole.substr(0, size);
    EXPECT_EQ(MemberOf(cut, "z"), "") << cut;
    EXPECT_NE(WithMember(cut, "a", "1").size(), whole.size() * 2) << cut;
  }
  for (const char* text : {"", "[1]", "\"a\"", "{", "{\"a", "{\"a\"", "{a:1}",
                           "{\"a\":1 \"b\":2}", "}", "{\""}) {
    EXPECT_EQ(MemberOf(text, "b"), "") << text;
  }
  EXPECT_EQ(WithMember("[1]", "a", "1"), "[1]");
}

}  // namespace
}  // namespace landfall::pull
