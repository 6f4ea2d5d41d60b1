#include "server/pull/adobe_commerce.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/unit/pull/fake_system.h"

namespace landfall::pull {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kNone[] = R"({"items":[],"search_criteria":{},"total_count":0})";
constexpr char kNoRoute[] =
    R"({"message":"Request does not match any route."})";

std::string Items(absl::string_view rows, int total) {
  return absl::StrCat("{\"items\":[", rows,
                      "],\"search_criteria\":{},\"total_count\":", total, "}");
}

class AdobeCommerceTest : public ::testing::Test {
 protected:
  AdobeCommerceTest() {
    connection_.url = "https://crm.example/rest/default";
    connection_.order_window = absl::Hours(24);
    connector_.emplace(connection_);
  }
  void Plan(int status, std::string body) {
    system_.sender.steps.push_back(Answer(status, std::move(body)));
  }
  void Plan(absl::Status status) {
    system_.sender.steps.push_back(std::move(status));
  }
  Part PartOf(const std::string& type) {
    for (const Part& part : connector_->Parts()) {
      if (part.type == type) return part;
    }
    return {};
  }
  absl::StatusOr<Page> Read(const std::string& type, const std::string& place) {
    return connector_->Read(PartOf(type), place, system_.exchange);
  }
  absl::StatusOr<Page> ReadFirst(const std::string& type) {
    return Read(type, connector_->First(PartOf(type), start_));
  }
  // Of the newest request, with brackets as people write them.
  std::string url() {
    return absl::StrReplaceAll(
        system_.sender.requests.back().url,
        {{"%5B", "["}, {"%5D", "]"}, {"%20", " "}, {"%3A", ":"}});
  }

  config::SourceConnection connection_;
  FakeSystem system_;
  std::optional<AdobeCommerce> connector_;
  const absl::Time start_ = absl::FromUnixSeconds(1'780'000'000);
};

TEST_F(AdobeCommerceTest, ReadsCustomersThenWhatWasUpdated) {
  Plan(200, Items(R"({"id":1,"updated_at":"2026-06-09 12:00:00"})", 2));
  const auto first = ReadFirst("customer");
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_THAT(system_.sender.requests[0].url, Not(HasSubstr("[")));
  EXPECT_EQ(url(),
            "https://crm.example/rest/default/V1/customers/search?"
            "searchCriteria[sortOrders][0][field]=updated_at&"
            "searchCriteria[sortOrders][0][direction]=ASC&"
            "searchCriteria[currentPage]=1&searchCriteria[pageSize]=100");
  Plan(200, Items(R"({"id":2,"updated_at":"2026-06-09 12:00:05"})", 1));
  const auto last = Read("customer", first->next);
  ASSERT_TRUE(last.ok()) << last.status();
  EXPECT_THAT(url(), HasSubstr("[filter_groups][0][filters][0][field]="
                               "updated_at&"));
  EXPECT_THAT(url(), HasSubstr("[filter_groups][0][filters][0][value]="
                               "2026-06-09 12:00:00&"));
  EXPECT_THAT(url(), HasSubstr("[condition_type]=gteq&"));
  EXPECT_EQ(last->next, "");
  Plan(200, kNone);
  ASSERT_TRUE(
      Read("customer", connector_->Since(PartOf("customer"), last->bookmark,
                                         start_ + absl::Minutes(1)))
          .ok());
  EXPECT_THAT(url(), HasSubstr("[value]=2026-06-09 11:55:05&"));
}

TEST_F(AdobeCommerceTest, CountsPagesOnlyAmongRowsOfOneTime) {
  const std::string row = R"({"id":1,"updated_at":"2026-06-09 12:00:00"})";
  Plan(200, Items(row, 150));
  auto page = ReadFirst("customer");
  ASSERT_TRUE(page.ok()) << page.status();
  std::string full = row;
  for (int i = 1; i < 100; ++i) absl::StrAppend(&full, ",", row);
  Plan(200, Items(full, 150));
  page = Read("customer", page->next);
  ASSERT_TRUE(page.ok()) << page.status();
  Plan(200, Items(full, 150));
  page = Read("customer", page->next);
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_THAT(url(), AllOf(HasSubstr("[sortOrders][1][field]=entity_id"),
                           HasSubstr("[currentPage]=1&")));
  Plan(200, Items(row, 150));
  page = Read("customer", page->next);
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_THAT(url(), HasSubstr("[currentPage]=2&"));
}

TEST_F(AdobeCommerceTest, AsksForOrdersOfItsWindow) {
  Plan(200, kNone);
  ASSERT_TRUE(ReadFirst("order").ok());
  EXPECT_THAT(url(), HasSubstr("/V1/orders?"));
  EXPECT_THAT(url(), HasSubstr("[value]=2026-05-27 20:26:40&"));
}

TEST_F(AdobeCommerceTest, ReadsCompaniesById) {
  Plan(200, Items(R"({"id":3},{"id":5})", 3));
  const auto page = ReadFirst("company");
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_THAT(url(), HasSubstr("/V1/company/?searchCriteria[sortOrders][0]["
                               "field]=entity_id&"));
  EXPECT_EQ(page->next, "5");
  Plan(200, Items(R"({"id":9})", 1));
  const auto last = Read("company", page->next);
  ASSERT_TRUE(last.ok()) << last.status();
  EXPECT_THAT(url(), HasSubstr("[value]=5&searchCriteria[filter_groups][0]["
                               "filters][0][condition_type]=gt"));
  EXPECT_EQ(last->next, "");
  EXPECT_EQ(connector_->Since(PartOf("company"), last->bookmark, start_), "");
}

TEST_F(AdobeCommerceTest, KeepsNegotiableQuotesAndNoBaskets) {
  Plan(200, kNone);
  ASSERT_TRUE(ReadFirst("company").ok());
  const std::string time = R"("updated_at":"2026-06-09 12:00:00")";
  const std::string row =
      absl::StrCat(R"({"id":1,"extension_attributes":{"negotiable_quote":)",
                   R"({"status":"created"}},)", time, "}");
  Plan(200,
       Items(absl::StrCat(row, ",{\"id\":2,", time,
                          R"(},{"id":3,"extension_attributes":)",
                          R"({"negotiable_quote":{"quote_id":3}},)", time, "}"),
             3));
  const auto page = ReadFirst("quote");
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_THAT(page->rows, SizeIs(1));
  EXPECT_EQ(page->rows[0].json, row);
  EXPECT_EQ(system_.sender.requests.size(), 2u);
}

TEST_F(AdobeCommerceTest, DoesWithoutTheB2bModules) {
  Plan(404, kNoRoute);
  auto page = ReadFirst("company");
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_TRUE(page->absent);
  page = ReadFirst("quote");
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_TRUE(page->absent);
  EXPECT_EQ(system_.sender.requests.size(), 1u) << "nobody reads baskets";
  Plan(404, kNoRoute);
  EXPECT_EQ(ReadFirst("order").status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST_F(AdobeCommerceTest, AsksForFewerRowsWhereFewerAreAllowed) {
  Plan(400, R"({"message":"Maximum SearchCriteria pageSize is %1",)"
            R"("parameters":["50"]})");
  Plan(absl::ResourceExhaustedError("too large"));
  Plan(200, kNone);
  ASSERT_TRUE(ReadFirst("order").ok());
  EXPECT_THAT(url(), EndsWith("[pageSize]=25"));
  Plan(400, R"({"message":"Invalid condition type."})");
  EXPECT_EQ(ReadFirst("order").status().code(),
            absl::StatusCode::kFailedPrecondition);
}

}  // namespace
}  // namespace landfall::pull
