// What payloads say about themselves: pages in arrays, next links, totals.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/decode/page_ledger.h"
#include "tests/unit/decode/splitting.h"

namespace landfall::decode {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// The causes of the gaps of one file.
std::vector<std::string> GapsOf(const std::string& text) {
  const Splitting split = SplitText(text);
  EXPECT_TRUE(split.status.ok()) << split.status;
  PageLedger ledger;
  for (const PayloadPage& page : split.pages) ledger.Add("file", page);
  std::vector<std::string> causes;
  for (const PayloadGap& gap : ledger.Gaps()) causes.push_back(gap.cause);
  return causes;
}

struct PageCase {
  const char* name;
  std::string page;  // with one row
  std::string sign;  // what the gap names
};

TEST(PageLedgerTest, NamesWhatSaysThatThereIsMore) {
  const PageCase cases[] = {
      {"OData", R"({"value":[{"id":1}],"@odata.nextLink":"https://x?y=\"z\""})",
       "@odata.nextLink"},
      {"link before the rows", R"({"@odata.nextLink":"u","value":[{"id":1}]})",
       "@odata.nextLink"},
      {"OData 3", R"({"odata.nextLink":"u","value":[{"id":1}]})",
       "odata.nextLink"},
      {"renamed", R"({"value":[{"id":1}],"nextLink":"u"})", "nextLink"},
      {"paging cookie",
       R"({"@Microsoft.Dynamics.CRM.morerecords":true,"value":[{"id":1}]})",
       "@Microsoft.Dynamics.CRM.morerecords"},
      {"OData count", R"({"@odata.count":2,"value":[{"id":1}]})",
       "1 rows of 2 (@odata.count)"},
      {"BigCommerce",
       R"({"data":[{"id":1}],"meta":{"pagination":{"total":9,"current_page":1,
           "total_pages":9,"links":{"next":"?page=2"}}}})",
       "meta.pagination.links.next"},
      {"BigCommerce without links",
       R"({"data":[{"id":1}],"meta":{"pagination":{"current_page":1,
           "total_pages":2}}})",
       "meta.pagination.total_pages"},
      {"BigCommerce cursor",
       R"({"meta":{"cursor_pagination":{"links":{"next":"?after=a"}}},
           "data":[{"id":1}]})",
       "meta.cursor_pagination.links.next"},
      {"second page of two alone",
       R"({"data":[{"id":1}],"meta":{"pagination":{"total":9,"current_page":2,
           "total_pages":2}}})",
       "1 rows of 9 (meta.pagination.total)"},
      {"B2B Edition",
       R"({"code":200,"data":[{"id":1}],
           "meta":{"pagination":{"totalCount":3,"offset":0,"limit":1}}})",
       "meta.pagination.totalCount"},
      {"Adobe",
       R"({"items":[{"id":1}],"search_criteria":{},"total_count":250})",
       "1 rows of 250 (total_count)"},
      {"GraphQL",
       R"({"data":{"orders":{"pageInfo":{"hasNextPage":true,"endCursor":"x"},
           "nodes":[{"id":1}]}}})",
       "pageInfo.hasNextPage"},
      {"GraphQL without data",
       R"({"orders":{"edges":[{"node":{"id":1}}],
           "pageInfo":{"hasNextPage":true}}})",
       "pageInfo.hasNextPage"},
      {"errors beside rows",
       R"({"data":{"orders":{"nodes":[{"id":1}]},"customers":null},
           "errors":[{"message":"Access denied"}]})",
       "errors"},
      {"errors before rows",
       R"({"errors":[{"message":"x"}],"data":{"orders":{"nodes":[{"id":1}]}}})",
       "errors"},
  };
  for (const PageCase& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_EQ(SplitText(c.page).elements.size(), 1u);
    EXPECT_THAT(GapsOf(c.page), ElementsAre(HasSubstr(c.sign)));
    // Likewise inside an array.
    EXPECT_THAT(GapsOf("[" + c.page + "]"), ElementsAre(HasSubstr(c.sign)));
  }
}

TEST(PageLedgerTest, FindsWholeAnswersWhole) {
  for (const char* page :
       {R"({"value":[{"id":1}],"@odata.nextLink":null})",
        R"({"value":[{"id":1}],"@odata.nextLink":"","@odata.count":1})",
        R"({"value":[],"@odata.count":0})",
        R"({"data":[{"id":1}],"meta":{"pagination":{"total":1,"current_page":1,
            "total_pages":1,"links":{"current":"?page=1"}}}})",
        R"({"items":null,"search_criteria":{},"total_count":0})",
        R"({"data":{"orders":{"pageInfo":{"hasNextPage":false},"nodes":[]}},
            "errors":[]})",
        R"({"items":[{"sku":"a"}],"total_count":1,"search_criteria":{}})", "[]",
        "[{\"id\":1}]", "a,b\n1,2"}) {
    SCOPED_TRACE(page);
    EXPECT_THAT(GapsOf(page), IsEmpty());
  }
}

TEST(PageLedgerTest, ThePageThatFollowsClosesTheGap) {
  const std::string more =
      R"j({"@odata.context":"x/$metadata#a(n)","value":[{"id":1}],)j"
      R"j("@odata.nextLink":"u"})j";
  const std::string last =
      R"j({"@odata.context":"x/$metadata#a(n)","value":[{"id":2}]})j";
  const std::string other =
      R"j({"@odata.context":"x/$metadata#b","value":[{"id":3}]})j";
  EXPECT_THAT(GapsOf(more + "\n" + last), IsEmpty());
  EXPECT_THAT(GapsOf("[" + more + "," + more + "," + last + "]"), IsEmpty());
  EXPECT_THAT(GapsOf(last + more), ElementsAre(HasSubstr("nextLink")));
  // The page of another set is not the one that was meant.
  EXPECT_THAT(GapsOf(more + other), ElementsAre(HasSubstr("nextLink")));
  const std::string adobe =
      R"({"items":[{"id":1},{"id":2}],"search_criteria":{},"total_count":4})";
  EXPECT_THAT(GapsOf(adobe), ElementsAre(HasSubstr("2 rows of 4")));
  EXPECT_THAT(GapsOf(adobe + adobe), IsEmpty());
  const std::string errors =
      R"({"data":{"orders":{"nodes":[{"id":1}]}},"errors":[{"message":"x"}]})";
  EXPECT_THAT(GapsOf(errors + R"({"data":{"orders":{"nodes":[]}}})"),
              ElementsAre(HasSubstr("errors")));
}

TEST(PageLedgerTest, CountsRowsThatAreDefects) {
  EXPECT_THAT(GapsOf(R"({"@odata.count":2,"value":[{"id":1},5]})"), IsEmpty());
}

TEST(SplitPayloadTest, OpensPagesInAnArray) {
  const std::vector<std::string> two = {R"({"id":1})", R"({"id":2})"};
  for (const char* text :
       {R"([{"value":[{"id":1}]},{"value":[{"id":2}]}])",
        R"([[{"id":1}],[{"id":2}]])", R"([[],[{"id":1},{"id":2}]])",
        R"([{"data":[{"id":1}],"meta":{}},{"data":[{"id":2}],"meta":{}}])",
        R"([{"items":[{"id":1}],"search_criteria":{},"total_count":2},
            {"items":[{"id":2}],"search_criteria":{},"total_count":2}])",
        R"([{"data":{"orders":{"nodes":[{"id":1}]}}},
            {"data":{"orders":{"nodes":[{"id":2}]}}}])",
        R"({"value":[{"id":1},{"id":2}],"Count":2})",
        "{\"items\":[{\"id\":1}],\"total_count\":2}\n"
        "{\"items\":[{\"id\":2}],\"total_count\":2}\n"}) {
    SCOPED_TRACE(text);
    const Splitting split = SplitText(text);
    EXPECT_TRUE(split.status.ok()) << split.status;
    EXPECT_EQ(split.elements, two);
    EXPECT_THAT(split.defects, IsEmpty());
  }
}

TEST(SplitPayloadTest, RowsOfAnArrayMayLookLikeAnswers) {
  const std::vector<std::string> rows = {R"({"message":"failed","code":"x"})",
                                         R"({"id":"1","message":"y"})"};
  EXPECT_EQ(SplitText("[" + rows[0] + "," + rows[1] + "]").elements, rows);
  // Between pages it is what a service answered instead of one.
  const Splitting split =
      SplitText(R"([{"value":[{"id":1}]},{"error":{"code":"429"}}])");
  EXPECT_THAT(std::string(split.status.message()), HasSubstr("error answer"));
  EXPECT_EQ(split.elements.size(), 1u);
}

TEST(SplitPayloadTest, OpensRestBodies) {
  EXPECT_THAT(SplitText(R"({"orders":[{"id":1},{"id":2}]})").elements,
              ElementsAre(R"({"__typename":"Order","id":1})",
                          R"({"__typename":"Order","id":2})"));
  EXPECT_THAT(SplitText(R"({"draft_order":{"id":1}})").elements,
              ElementsAre(R"({"__typename":"DraftOrder","id":1})"));
  EXPECT_THAT(
      SplitText(R"([{"customers":[{"id":1}]},{"customers":[]}])").elements,
      ElementsAre(R"({"__typename":"Customer","id":1})"));
  // What names its type itself stays as it is.
  const std::string row = R"({"id":"gid://shopify/Company/1"})";
  EXPECT_THAT(SplitText(absl::StrCat(R"({"companies":[)", row, "]}")).elements,
              ElementsAre(row));
  // A record that has something else beside is a record.
  const std::string record = R"({"id":5,"orders":[{"id":1}]})";
  EXPECT_THAT(SplitText(record).elements, ElementsAre(record));
}

TEST(SplitPayloadTest, AFileWithoutTextIsAnEmptyPage) {
  for (const char* text : {"", " \n\t ", "\xEF\xBB\xBF"}) {
    const Splitting split = SplitText(text);
    EXPECT_TRUE(split.status.ok()) << split.status;
    ASSERT_EQ(split.pages.size(), 1u);
    EXPECT_TRUE(split.pages[0].empty);
  }
}

}  // namespace
}  // namespace landfall::decode
