#include "server/pull/shopify_answer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace landfall::pull {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string Throttled(const std::string& cost) {
  return absl::StrCat(
      R"({"errors":[{"message":"Throttled","extensions":{"code":"THROTTLED"}}],)"
      R"("extensions":{"cost":)",
      cost, "}}");
}

TEST(ShopifyAnswerTest, SaysWhenTheBucketHasFilled) {
  const struct {
    const char* cost;
    std::optional<absl::Duration> wait;
  } cases[] = {
      {R"({"requestedQueryCost":752,"actualQueryCost":null,"throttleStatus":)"
       R"({"maximumAvailable":1000.0,"currentlyAvailable":2,)"
       R"("restoreRate":50.0}})",
       absl::Seconds(15)},
      {R"({"requestedQueryCost":752,"throttleStatus":)"
       R"({"currentlyAvailable":1,"restoreRate":50}})",
       absl::Seconds(16)},
      // Nothing that can be gone by.
      {R"({"requestedQueryCost":1e300,"throttleStatus":)"
       R"({"currentlyAvailable":1,"restoreRate":50}})",
       absl::Hours(24)},
      {R"({"requestedQueryCost":1,"throttleStatus":)"
       R"({"currentlyAvailable":9,"restoreRate":50}})",
       std::nullopt},
      {R"({"requestedQueryCost":9,"throttleStatus":)"
       R"({"currentlyAvailable":1,"restoreRate":0}})",
       std::nullopt},
      {R"({"requestedQueryCost":"9"})", std::nullopt},
      {"null", std::nullopt},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.cost);
    const auto verdict = JudgeShopifyAnswer(Throttled(c.cost));
    ASSERT_TRUE(verdict.ok());
    EXPECT_TRUE(verdict->errors);
    EXPECT_EQ(verdict->code, "THROTTLED");
    EXPECT_EQ(verdict->refilled_in, c.wait);
  }
}

TEST(ShopifyAnswerTest, TellsAnswersFromErrors) {
  const struct {
    const char* body;
    bool errors;
    const char* code;
  } cases[] = {
      {R"({"data":{"shop":null}})", false, ""},
      {R"({"data":{},"errors":[]})", false, ""},
      {R"({"data":{},"errors":null})", false, ""},
      {R"({"data":{"rows":{}},"errors":[{"message":"x"}]})", true, ""},
      {R"({"data":null,"errors":[{"extensions":{"code":"ACCESS_DENIED"}}]})",
       true, "ACCESS_DENIED"},
      {R"({"errors":[{"extensions":{"code":"ann@contoso.com"}}]})", true, ""},
      {R"({"errors":"Not Found"})", true, ""},
      {R"({"errors":{"query":"Required parameter missing"}})", true, ""},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.body);
    const auto verdict = JudgeShopifyAnswer(c.body);
    ASSERT_TRUE(verdict.ok()) << verdict.status();
    EXPECT_EQ(verdict->errors, c.errors);
    EXPECT_EQ(verdict->code, c.code);
  }
  for (const char* body :
       {"", "<html>", "[]", "{}", R"({"data":null})", R"({"data":[]})",
        R"({"data":{"shop":{"na)", "\"data\"", "7"}) {
    EXPECT_FALSE(JudgeShopifyAnswer(body).ok()) << body;
  }
  EXPECT_FALSE(JudgeShopifyAnswer(
                   absl::StrCat(std::string(500, '['), std::string(500, ']')))
                   .ok());
}

TEST(ShopifyAnswerTest, HandsOutRowsAsTheyWereWritten) {
  const auto page = ReadShopifyRows(
      R"({"data":{"rows":{"pageInfo":{"endCursor":"e\"=","hasNextPage":true},)"
      R"("nodes":[{"id":"gid://shopify/Order/1","n":1.10}, {"id" : "2"}]}}})",
      "rows");
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_THAT(page->rows, SizeIs(2));
  EXPECT_EQ(page->rows[0].json, R"({"id":"gid://shopify/Order/1","n":1.10})");
  EXPECT_TRUE(page->more);
  EXPECT_EQ(page->cursor, "e\"=");
  const auto last = ReadShopifyRows(
      R"({"data":{"rows":{"nodes":[],"pageInfo":{"hasNextPage":false,)"
      R"("endCursor":null}}}})",
      "rows");
  ASSERT_TRUE(last.ok()) << last.status();
  EXPECT_THAT(last->rows, IsEmpty());
  EXPECT_FALSE(last->more);
  for (
      const char* body :
      {R"({"data":{"rows":null}})", R"({"data":{"other":{"nodes":[]}}})",
       R"({"data":{"rows":{"nodes":[]}}})",
       R"({"data":{"rows":{"nodes":[7],"pageInfo":{"hasNextPage":false}}}})"}) {
    EXPECT_FALSE(ReadShopifyRows(body, "rows").ok()) << body;
  }
}

}  // namespace
}  // namespace landfall::pull
