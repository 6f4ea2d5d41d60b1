#include "server/pull/shopify.h"

#include "tests/unit/pull/shopify_case.h"

namespace landfall::pull {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kOrder[] =
    R"({"id":"gid://shopify/Order/1","email":"a@x.example",)"
    R"("updatedAt":"2026-05-28T10:00:00Z"})";
constexpr char kAnn[] =
    R"({"id":"gid://shopify/Customer/9","displayName":"Ann","updatedAt":)"
    R"("2026-05-28T10:00:00Z","defaultEmailAddress":{"emailAddress":)"
    R"("ann@x.example"}})";
constexpr char kPhoneOnly[] =
    R"({"id":"gid://shopify/Customer/8","displayName":"+1555","updatedAt":)"
    R"("2026-05-28T09:00:00Z","defaultEmailAddress":null})";
// Until 09:30 everything is known, and for long.
constexpr char kKnown[] = "1779960600000000 -";

class ShopifyTest : public ShopifyCase {};

TEST_F(ShopifyTest, ReadsAllOrdersOfTheWindowWithABulkOperation) {
  PlanNewest("2026-05-28T12:00:00Z");
  PlanScopes("read_all_orders");
  PlanStart();
  PlanFile(absl::StrCat(kOrder, "\n"), 1);
  const auto page = ReadFirst("order");
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_THAT(page->rows, SizeIs(1));
  EXPECT_EQ(page->next, "");
  EXPECT_EQ(page->created_since, absl::InfinitePast());
  // 60 days before 2026-05-28T20:26:40Z.
  EXPECT_THAT(*system_.sender.requests[2].body,
              AllOf(HasSubstr("groupObjects: true"),
                    HasSubstr(R"(orders(query: \"updated_at:>=)"
                              R"('2026-03-29T20:26:40Z'\"))")));
  const http_client::Request& file = system_.sender.requests.back();
  EXPECT_EQ(file.url, "https://files.example/f.jsonl?signature=s");
  ASSERT_THAT(file.headers, SizeIs(1)) << "no token goes there";
  EXPECT_EQ(file.headers[0].name, "Range");
  // What changed meanwhile is asked for next.
  PlanRows("");
  ASSERT_TRUE(ReadSince("order", page->bookmark).ok());
  EXPECT_THAT(asked(), AllOf(HasSubstr("sortKey: UPDATED_AT)"),
                             HasSubstr("updated_at:>'2026-05-28T11:55:00Z'")));
}

TEST_F(ShopifyTest, SaysFromWhenOnOrdersAreKeptBack) {
  PlanNewest("2026-05-28T12:00:00Z");
  PlanScopes("read_customers");
  PlanStart();
  PlanState("COMPLETED", R"(,"rootObjectCount":"0","url":null)");
  const auto page = ReadFirst("order");
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_THAT(page->rows, IsEmpty());
  EXPECT_EQ(page->created_since, start_ - absl::Hours(24 * 59));
}

TEST_F(ShopifyTest, WaitsForABulkOperationAsLongAsItGetsOn) {
  PlanNewest("");
  Plan(R"({"data":{"run":{"bulkOperation":null,"userErrors":[{"code":)"
       R"("OPERATION_IN_PROGRESS","message":"x"}]}}})");
  PlanStart();
  for (int i = 1; i <= 30; ++i) {
    PlanState("RUNNING", absl::StrCat(R"(,"objectCount":")", i, "\""));
  }
  PlanFile(absl::StrCat(kAnn, "\n"), 1);
  const auto page = ReadFirst("customer");
  ASSERT_TRUE(page.ok()) << page.status();
  absl::Duration waited;
  for (const absl::Duration wait : system_.waiter.waits) waited += wait;
  EXPECT_GT(waited, absl::Minutes(10)) << "longer than a run without progress";
  // One that does nothing is given up.
  PlanNewest("");
  PlanStart();
  for (int i = 0; i < 100; ++i) PlanState("RUNNING", R"(,"objectCount":"0")");
  const absl::Status status = ReadFirst("customer").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(status.message()), HasSubstr("does not end"));
}

TEST_F(ShopifyTest, NeverTakesAPartForTheWhole) {
  const std::string text = absl::StrCat(kAnn, "\n");
  const struct {
    const char* name;
    std::function<void()> plan;
  } cases[] = {
      {"it failed three times",
       [&] {
         for (const char* state : {"FAILED", "EXPIRED", "CANCELED"}) {
           PlanStart();
           PlanState(state, R"(,"errorCode":"TIMEOUT","partialDataUrl":"x")");
         }
       }},
      {"it is refused",
       [&] {
         PlanData(R"({"run":{"bulkOperation":null,"userErrors":[{"code":)"
                  R"("INVALID","message":"no"}]}})");
       }},
      {"there are fewer rows than were found",
       [&] {
         PlanStart();
         PlanFile(text, 2);
       }},
      {"a line is none",
       [&] {
         PlanStart();
         PlanFile("<html>", 1);
       }},
      {"the file is gone",
       [&] {
         PlanStart();
         PlanFile(text, 1);
         system_.sender.steps.back() = Answer(403, "<Error>");
       }},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    PlanNewest("2026-05-28T12:00:00Z");
    c.plan();
    // The rows are read in pages then.
    PlanRows(kAnn, "c1");
    const auto page = ReadFirst("customer");
    ASSERT_TRUE(page.ok()) << page.status();
    EXPECT_THAT(page->rows, SizeIs(1));
    EXPECT_THAT(asked(), HasSubstr("sortKey: ID)"));
    PlanRows("");
    const auto last = Read("customer", page->next);
    ASSERT_TRUE(last.ok()) << last.status();
    EXPECT_THAT(asked(), HasSubstr(R"("q":"id:>9")"));
    EXPECT_NE(last->bookmark, "");
    EXPECT_THAT(system_.sender.steps, IsEmpty());
  }
}

TEST_F(ShopifyTest, FetchesNoFileFromJustAnywhere) {
  for (const char* url :
       {"http://files.example/f", "https://10.0.0.1/f", "https://[fd00::1]/f",
        "https://localhost/f", "http://127.0.0.1/f", "https://a@b.example/f",
        "file:///etc/passwd", ""}) {
    EXPECT_EQ(CheckShopifyFileUrl(url, "https://c.myshopify.com").code(),
              absl::StatusCode::kFailedPrecondition)
        << url;
  }
  EXPECT_TRUE(CheckShopifyFileUrl("https://storage.googleapis.com/x?y=1",
                                  "https://c.myshopify.com")
                  .ok());
  EXPECT_TRUE(
      CheckShopifyFileUrl("http://localhost:80/f", "http://127.0.0.1:1").ok());
}

TEST_F(ShopifyTest, ReadsALargeFileInParts) {
  const std::string text = absl::StrCat(kAnn, "\n", kAnn, "\n", kAnn, "\n");
  PlanNewest("2026-05-28T12:00:00Z");
  PlanStart();
  PlanFile(text, 3);
  const size_t cut = text.size() - 5;
  system_.sender.steps.back() = Answer(
      206, text.substr(0, cut),
      {{"content-range", absl::StrCat("bytes 0-", cut - 1, "/", text.size())}});
  const auto first = ReadFirst("customer");
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_THAT(first->rows, SizeIs(1)) << "the second may not be whole";
  // A server that knows nothing of parts.
  Plan(text);
  const auto rest = Read("customer", first->next);
  ASSERT_TRUE(rest.ok()) << rest.status();
  EXPECT_THAT(rest->rows, SizeIs(2));
  EXPECT_EQ(rest->next, "");
  EXPECT_THAT(system_.sender.requests.back().headers[0].value,
              HasSubstr(absl::StrCat("bytes=", text.size() / 3, "-")));
}

TEST_F(ShopifyTest, AsksForCustomersFromTheNewestBackwards) {
  PlanNewest("2026-05-28T10:00:00Z");
  PlanRows(absl::StrCat(kAnn, ",", kPhoneOnly), "c1");
  const auto page = ReadSince("customer", kKnown);
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_THAT(page->rows, SizeIs(1)) << "the other one is known";
  EXPECT_EQ(page->next, "");
  EXPECT_THAT(asked(), AllOf(HasSubstr("UPDATED_AT, reverse: true)"),
                             HasSubstr("updated_at:>='2026-05-28T09:30:00Z'")));
  // Nothing is read when nothing has changed.
  PlanNewest("2026-05-28T09:30:00Z");
  const auto idle = ReadSince("customer", kKnown);
  ASSERT_TRUE(idle.ok()) << idle.status();
  EXPECT_THAT(idle->rows, IsEmpty());
  EXPECT_EQ(idle->bookmark, kKnown);
  EXPECT_THAT(system_.sender.steps, IsEmpty());
}

TEST_F(ShopifyTest, FollowsChangesByCursorUpToALimit) {
  PlanRows(kOrder, "c1");
  const auto first = ReadSince("order", kKnown);
  ASSERT_TRUE(first.ok()) << first.status();
  PlanRows(kOrder, "c1");  // once more the same
  PlanRows(kOrder);
  const auto last = Read("order", first->next);
  ASSERT_TRUE(last.ok()) << last.status();
  EXPECT_THAT(asked(), HasSubstr(R"("c":"c1")"));
  EXPECT_EQ(last->bookmark,
            absl::StrCat("1779962400000000 ", absl::ToUnixMicros(start_)));
  ModifiedPlace far = DecodePlace(first->next);
  far.link =
      EncodeShopifyPlace(ShopifyChangesPlace{Shopify::kMostChanges, "c1"});
  PlanRows(kOrder, "c2");
  EXPECT_EQ(Read("order", EncodePlace(far)).status().code(),
            absl::StatusCode::kOutOfRange);
}

TEST_F(ShopifyTest, WaitsUntilTheBucketHasFilled) {
  Plan(R"({"errors":[{"extensions":{"code":"THROTTLED"}}],"extensions":{)"
       R"("cost":{"requestedQueryCost":500,"throttleStatus":{)"
       R"("currentlyAvailable":0,"restoreRate":50}}}})");
  Plan("<html>");
  PlanError("INTERNAL_SERVER_ERROR");
  PlanRows("");
  ASSERT_TRUE(ReadSince("order", kKnown).ok());
  ASSERT_THAT(system_.waiter.waits, SizeIs(3));
  EXPECT_GE(system_.waiter.waits[0], absl::Seconds(10));
  EXPECT_LE(system_.waiter.waits[0], absl::Seconds(12));
}

TEST_F(ShopifyTest, AsksForLessWhenAPageIsTooDear) {
  PlanError("MAX_COST_EXCEEDED");
  PlanError("MAX_COST_EXCEEDED");
  PlanRows("");
  ASSERT_TRUE(ReadSince("order", kKnown).ok());
  EXPECT_THAT(asked(), HasSubstr(R"({"n":25,)"));
  PlanRows("");
  ASSERT_TRUE(ReadSince("order", kKnown).ok());
  EXPECT_THAT(asked(), HasSubstr(R"({"n":25,)"));
}

TEST_F(ShopifyTest, DoesWithoutWhatAShopMayLack) {
  for (const char* type : {"company", "company_location", "draft_order"}) {
    PlanError("ACCESS_DENIED");
    const auto page = ReadFirst(type);
    ASSERT_TRUE(page.ok()) << page.status();
    EXPECT_TRUE(page->absent);
    // What could be read once is missed.
    PlanError("ACCESS_DENIED");
    EXPECT_FALSE(ReadSince(type, kKnown).ok());
  }
  for (const char* type : {"customer", "order"}) {
    PlanError("ACCESS_DENIED");
    const absl::Status status = ReadFirst(type).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied);
    EXPECT_EQ(status.message(), absl::StrCat("read ", type,
                                             " rows: the system answers with "
                                             "errors, code ACCESS_DENIED"));
  }
}

TEST_F(ShopifyTest, SaysThatItIsAnsweredAsAnotherVersion) {
  PlanError("undefinedField");
  system_.sender.steps.back()->headers = {{"x-shopify-api-version", "2027-01"}};
  const absl::Status status = ReadSince("order", kKnown).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(status.message(),
            "read order rows: the system answers with errors, code "
            "undefinedField, and answers as version 2027-01 in place of "
            "2026-10 (api_version)");
}

TEST_F(ShopifyTest, WarnsOnceARunOfAnotherVersion) {
  const auto read = [&](absl::string_view version) {
    PlanRows(kOrder);
    if (!version.empty()) {
      system_.sender.steps.back()->headers = {
          {"x-shopify-api-version", std::string(version)}};
    }
    EXPECT_TRUE(ReadSince("order", kKnown).ok());
  };
  for (const char* version : {"2026-10", "", "unstable", "<script>"}) {
    read(version);
    EXPECT_THAT(system_.exchange.warnings(), IsEmpty()) << version;
  }
  for (int i = 0; i < 3; ++i) read("2027-01");
  EXPECT_THAT(system_.exchange.warnings(),
              ElementsAre("the system answers as version 2027-01 in place of "
                          "2026-10 (api_version)"));
  for (int month = 10; month < 99; ++month) read(absl::StrCat("2027-", month));
  EXPECT_THAT(system_.exchange.warnings(), SizeIs(10));
}

TEST_F(ShopifyTest, TellsWithheldFromMissing) {
  // A customer without an address makes it ask for one who has an address.
  PlanNewest("2026-05-28T10:00:00Z");
  PlanRows(absl::StrCat(kPhoneOnly));
  const char* const kFound =
      R"({"found":{"nodes":[{"id":"1","defaultEmailAddress":null}],)"
      R"("pageInfo":{"hasNextPage":true,"endCursor":"x"}}})";
  PlanData(kFound);
  const std::string known = "1 -";
  const absl::Status status = ReadSince("customer", known).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("protected customer data"));
  PlanRows(R"({"id":"gid://shopify/Order/1","updatedAt":)"
           R"("2026-05-28T10:00:00Z","email":null,"customer":null})");
  PlanData(kFound);
  EXPECT_EQ(ReadSince("order", known).status().code(),
            absl::StatusCode::kPermissionDenied);
  // Asked once in a run.
  for (int i = 0; i < 2; ++i) {
    PlanNewest("2026-05-28T10:00:00Z");
    PlanRows(kPhoneOnly);
    if (i == 0) {
      PlanData(R"({"found":{"nodes":[],"pageInfo":{"hasNextPage":false}}})");
    }
    EXPECT_TRUE(ReadSince("customer", known).ok());
  }
  EXPECT_THAT(system_.sender.steps, IsEmpty());
}

TEST_F(ShopifyTest, AsksAsTheConfigurationSays) {
  connection_.api_version = "2026-04";
  connection_.order_window = absl::Hours(24);
  source_.keys.tax_id = {"metafields.erp.vat", "metafields.erp.vat2"};
  settings_.documents = {{"shop", "sourceName", "bc", "number"},
                         {"other", "note", "bc", "number"}};
  settings_.scope = {{"shop", "customer", "numberOfOrders eq 0", "x"},
                     {"shop", "company", "nothing eq 0", "x"}};
  Connect();
  EXPECT_EQ(PartOf("order").reaches_back, absl::Hours(24));
  EXPECT_EQ(PartOf("draft_order").reaches_back, absl::Hours(24));
  EXPECT_EQ(PartOf("customer").reaches_back, absl::InfiniteDuration());
  PlanNewest("2026-05-28T10:00:00Z");
  PlanRows("");
  ASSERT_TRUE(ReadSince("customer", kKnown).ok());
  EXPECT_EQ(system_.sender.requests.back().url,
            "https://crm.example/admin/api/2026-04/graphql.json");
  EXPECT_THAT(asked(),
              AllOf(HasSubstr("numberOfOrders metafields(first: 50, namespace: "
                              R"(\"erp\") { nodes { namespace key value } })"),
                    Not(HasSubstr("taxSettings"))));
  PlanRows("");
  ASSERT_TRUE(ReadSince("order", kKnown).ok());
  EXPECT_THAT(asked(), AllOf(HasSubstr("sourceName"), Not(HasSubstr("note "))));
  PlanRows("");
  ASSERT_TRUE(ReadSince("company", kKnown).ok());
  EXPECT_THAT(asked(), Not(HasSubstr("nothing")));
}

}  // namespace
}  // namespace landfall::pull
