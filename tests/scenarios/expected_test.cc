#include "tests/scenarios/expected.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/scenarios/cli_words.h"
#include "tests/scenarios/request_text.h"
#include "tests/scenarios/yaml_json.h"

namespace landfall::scenarios {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// An answer with a little of everything.
constexpr char kAnswer[] = R"({
  "verdict": "NOT_PROMOTED", "promoted": false, "count": 2,
  "explanation": "Not in CA Trade ULC.",
  "entities": [
    {"entity": "CATR", "outcome": "MISSING", "customers": []},
    {"entity": "USTR", "outcome": "PRESENT",
     "customers": [{"account": "C-1", "name": "Ann"}]}],
  "reasons": [{"code": "NOT_FOUND", "entity": ""},
              {"code": "NEAR_MATCH", "entity": "", "action": "look"}],
  "record": {"source": "crm", "type": "account", "id": "1"},
  "blockedValue": {"currencyCode": "USD", "amount": 18400.5}
})";

std::vector<std::string> Compare(const std::string& expected) {
  return Mismatches(*ValueOf(expected), *ValueOf(kAnswer));
}

TEST(ExpectedTest, AcceptsWhatIsThere) {
  for (const char* expected : {
           R"({})",
           R"({"verdict": "NOT_PROMOTED", "promoted": false, "count": 2})",
           R"({"reasons": ["NOT_FOUND", "NEAR_MATCH"]})",
           R"({"reasons": ["NOT_FOUND", {"action": "look"}]})",
           R"({"entities": {"CATR": "MISSING", "USTR": "PRESENT"}})",
           R"({"entities": {"CATR": {"customers": []},
                            "USTR": {"customers": ["C-1"]}}})",
           R"({"record": "crm/account/1", "blockedValue": "18400.5 USD"})",
           R"({"blockedValue": {"amount": 18400.5}})",
           R"({"explanation": "Not in …"})",
           R"({"explanation": "…Trade…"})",
           R"({"since": null})",
       }) {
    SCOPED_TRACE(expected);
    EXPECT_THAT(Compare(expected), IsEmpty());
  }
}

TEST(ExpectedTest, TellsWhatIsOtherwise) {
  for (const char* expected : {
           R"({"verdict": "PROMOTED"})",
           R"({"promoted": true})",
           R"({"count": 3})",
           R"({"count": "2"})",
           R"({"reasons": ["NOT_FOUND"]})",
           R"({"reasons": ["NEAR_MATCH", "NOT_FOUND"]})",
           R"({"reasons": ["NOT_FOUND", {"action": "run"}]})",
           R"({"entities": {"CATR": "MISSING"}})",
           R"({"entities": {"CATR": "MISSING", "USTR": "MISSING"}})",
           R"({"entities": {"CATR": "MISSING", "USTR": "PRESENT",
                            "UKCO": "MISSING"}})",
           R"({"entities": {"CATR": "MISSING",
                            "USTR": {"customers": ["C-2"]}}})",
           R"({"record": "crm/account/2"})",
           R"({"blockedValue": "18400 USD"})",
           R"({"explanation": "Not in US…"})",
           R"({"explanation": "Not in"})",
           R"({"verdict": null})",
           R"({"since": "2026-06-09T08:00:00Z"})",
       }) {
    SCOPED_TRACE(expected);
    EXPECT_THAT(Compare(expected), testing::Not(IsEmpty()));
  }
  EXPECT_THAT(Compare(R"({"count": 3, "entities": {"CATR": "PRESENT"}})"),
              SizeIs(3));
  EXPECT_THAT(
      Compare(R"({"reasons": ["NOT_FOUND"]})"),
      ElementsAre(
          R"(reasons: is [NOT_FOUND, NEAR_MATCH], expected ["NOT_FOUND"])"));
}

TEST(RequestTextTest, ExpandsShortForms) {
  const auto text = [](const char* call, const char* said) {
    return RequestText(call, *ValueOf(said));
  };
  EXPECT_EQ(text("check", R"("crm/account/1")"),
            R"({"record":{"id":"1","source":"crm","type":"account"}})");
  EXPECT_EQ(text("check", R"({"record":"shop/customer/a/b","keys":["EMAIL"]})"),
            R"({"keys":["EMAIL"],"record":{"id":"a/b","source":"shop",)"
            R"("type":"customer"}})");
  EXPECT_EQ(text("batch", R"({"times": 2, "check": {"windowDays": 7}})"),
            R"({"checks":[{"windowDays":7},{"windowDays":7}]})");
  EXPECT_EQ(text("list", R"("ecom-absent")"), R"({"card":"ecom-absent"})");
  EXPECT_EQ(text("record", R"({"record":"crm/account/1","asOf":"2026-06-09"})"),
            R"({"asOf":"2026-06-09","id":"1","source":"crm",)"
            R"("type":"account"})");
  EXPECT_EQ(text("cards", "null"), "{}");
  EXPECT_EQ(text("check", R"("{\"a\": 1, \"a\": 2}")"), R"({"a": 1, "a": 2})");
}

TEST(CliWordsTest, SaysWhatTheCommandLineCanSay) {
  const auto words = [](const char* operation, const char* request) {
    return WordsOf(operation, *ValueOf(request));
  };
  EXPECT_THAT(words("PromotionService.CheckPromotion",
                    R"({"customer": {"emails": ["a@b.com"],
                "taxIds": [{"country": "DE", "value": "1"}, {"value": "2"}]},
                "keys": ["EMAIL", "TAX_ID"], "windowDays": 30})"),
              testing::Optional(ElementsAre(
                  "check", "--email", "a@b.com", "--tax-id", "DE:1", "--tax-id",
                  "2", "--keys", "EMAIL,TAX_ID", "--window-days", "30")));
  EXPECT_EQ(words("CardService.ListCardRecords",
                  R"({"card": "ecom-absent", "pageSize": 2})"),
            std::nullopt);
}

}  // namespace
}  // namespace landfall::scenarios
