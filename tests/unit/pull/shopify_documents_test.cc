// Every document that a shop is asked with stands in a file, where the schemas
// that Shopify publishes judge it (tests/doubles/node_clients_test.py).
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>
#include <set>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/decode/flatten.h"
#include "server/pull/shopify.h"
#include "tests/unit/pull/fake_system.h"

namespace landfall::pull {
namespace {

constexpr char kPageInfo[] =
    R"("pageInfo":{"hasNextPage":false,"endCursor":null})";

// A shop that answers whatever it is asked, and keeps the questions.
class AnsweringSender : public HttpSender {
 public:
  absl::StatusOr<http_client::Response> Send(
      const http_client::Request& request) override {
    const auto asked = decode::FlattenJson(*request.body, {});
    const std::string document(asked->Text("query"));
    const std::string inner(asked->Text("variables.query"));
    documents.insert(document);
    if (!inner.empty()) documents.insert(inner);
    return Answer(200, AnswerTo(document, refuses));
  }
  void Cancel() override {}

  bool refuses = false;  // bulk operations, so that pages are asked for
  std::set<std::string> documents;

 private:
  static std::string AnswerTo(const std::string& document, bool refuse) {
    for (const char* name : {"newest", "found", "rows"}) {
      if (!absl::StrContains(document, absl::StrCat(" ", name, ": "))) continue;
      return absl::StrCat(
          "{\"data\":{\"", name,
          R"(":{"nodes":[{"id":"gid://shopify/Order/1","updatedAt":)"
          R"("2026-05-28T10:00:00Z"}],)",
          kPageInfo, "}}}");
    }
    if (refuse)
      return R"({"data":{"run":{"userErrors":[{"code":"INVALID"}]}}})";
    return R"({"data":{"run":{"bulkOperation":{"id":"gid://shopify/X/1"}},)"
           R"("node":{"status":"COMPLETED","rootObjectCount":"0"}}})";
  }
};

std::set<std::string> AskEverything() {
  model::Source source;
  source.id = "shop";
  source.system = model::System::kShopify;
  source.url = "https://crm.example";
  source.keys = model::DefaultKeyFields(source.system, "shop", {});
  // All that a configuration may name.
  source.keys.tax_id = {"metafields.erp.vat"};
  for (const char* field : {"firstName",
                            "lastName",
                            "legacyResourceId",
                            "note",
                            "numberOfOrders",
                            "phone",
                            "state",
                            "taxExempt",
                            "verifiedEmail",
                            "customerSince",
                            "currency",
                            "cancelReason",
                            "closed",
                            "closedAt",
                            "displayFulfillmentStatus",
                            "edited",
                            "presentmentCurrencyCode",
                            "returnStatus",
                            "sourceName",
                            "taxesIncluded",
                            "completedAt",
                            "invoiceSentAt",
                            "note2"}) {
    source.keys.external_id.push_back({field, "shop"});
  }
  model::Settings settings;
  settings.sources = {source};
  FakeSystem system;
  AnsweringSender sender;
  Exchange exchange({sender, system.authorizer, system.clock, system.waiter},
                    source.url, absl::Minutes(10));
  for (const bool refuses : {false, true}) {
    sender.refuses = refuses;
    Shopify connector(settings, source, {});
    for (const Part& part : connector.Parts()) {
      const absl::Time now = system.clock.Now();
      for (const std::string& place :
           {connector.First(part, now), connector.Since(part, "1 -", now)}) {
        const auto page = connector.Read(part, place, exchange);
        // The last question is whether the app sees an email, and it does not.
        EXPECT_TRUE(page.ok() || absl::IsPermissionDenied(page.status()))
            << page.status();
      }
    }
  }
  return sender.documents;
}

TEST(ShopifyDocumentsTest, StandInAFile) {
  // The times of searches are of the test.
  const std::string documents =
      absl::StrCat(absl::StrJoin(AskEverything(), "\n"), "\n");
  if (getenv("LANDFALL_WRITE_DOCUMENTS") != nullptr) {
    std::ofstream(LANDFALL_SHOPIFY_DOCUMENTS) << documents;
  }
  std::ifstream file(LANDFALL_SHOPIFY_DOCUMENTS);
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_EQ(text.str(), documents)
      << "run with LANDFALL_WRITE_DOCUMENTS=1 to write it anew";
}

}  // namespace
}  // namespace landfall::pull
