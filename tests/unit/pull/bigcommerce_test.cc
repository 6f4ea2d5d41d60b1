#include "server/pull/bigcommerce.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/pull/json_member.h"
#include "tests/unit/pull/fake_system.h"

namespace landfall::pull {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kNoRefunds[] =
    R"({"data":[],"meta":{"pagination":{"total":0,"current_page":1,)"
    R"("total_pages":1}}})";
// As a list has it, with its consignments and with links only.
constexpr char kOrder[] =
    R"({"id":7,"date_modified":"Tue, 09 Jun 2026 12:00:00 +0000",)"
    R"("shipping_addresses":{"url":"https://x/7","resource":"/7"},)"
    R"("consignments":{"pickups":[],"shipping":[{"country_iso2":"CA"}]}})";
constexpr char kLinks[] =
    R"({"id":8,"date_modified":"Tue, 09 Jun 2026 12:00:01 +0000",)"
    R"("shipping_addresses":{"url":"https://x/8","resource":"/8"},)"
    R"("consignments":{"url":"https://x/c","resource":"/c"}})";

std::string Array(absl::string_view rows) {
  return absl::StrCat("[", rows, "]");
}

class BigCommerceTest : public ::testing::Test {
 protected:
  BigCommerceTest() {
    connection_.url = "https://crm.example/stores/h4sh";
    connection_.order_window = absl::Hours(24);
    connector_.emplace(connection_);
  }
  void Plan(int status, std::string body) {
    system_.sender.steps.push_back(Answer(status, std::move(body)));
  }
  absl::StatusOr<Page> ReadFirst(const std::string& type) {
    for (const Part& part : connector_->Parts()) {
      if (part.type != type) continue;
      return connector_->Read(part, connector_->First(part, start_),
                              system_.exchange);
    }
    return absl::NotFoundError(type);
  }
  std::string url(size_t number) {
    return system_.sender.requests.at(number).url;
  }

  config::SourceConnection connection_;
  FakeSystem system_;
  std::optional<BigCommerce> connector_;
  const absl::Time start_ = absl::FromUnixSeconds(1'780'000'000);
};

TEST_F(BigCommerceTest, ReadsCustomersWithWhatBelongsToThem) {
  Plan(200, R"({"data":[{"id":1,"date_modified":"2026-06-09T12:00:00Z"}],)"
            R"("meta":{"pagination":{"total":1}}})");
  const auto page = ReadFirst("customer");
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_THAT(page->rows, SizeIs(1));
  EXPECT_EQ(url(0),
            "https://crm.example/stores/h4sh/v3/customers?include=addresses,"
            "attributes,formfields&sort=date_modified:asc&limit=250&page=1");
  // V3 wants ISO 8601, and may mean "after" what it is told.
  const Part customers = connector_->Parts()[0];
  Plan(200, R"({"data":[],"meta":{"pagination":{"total":0}}})");
  const std::string place =
      connector_->Since(customers, page->bookmark, start_ + absl::Minutes(1));
  ASSERT_TRUE(connector_->Read(customers, place, system_.exchange).ok());
  EXPECT_THAT(url(1), EndsWith("&date_modified:min=2026-06-09T11%3A54%3A59Z"));
}

TEST_F(BigCommerceTest, CompletesOrders) {
  Plan(200, Array(absl::StrCat(kOrder, ",", kLinks)));
  Plan(200, R"([{"country_iso2":"US"},{"country_iso2":"MX"}])");
  Plan(200, R"({"data":[{"id":1,"order_id":8,"total_amount":5.5}],)"
            R"("meta":{"pagination":{"total":2}}})");
  Plan(200, R"({"data":[{"id":2,"order_id":8,"total_amount":1}],)"
            R"("meta":{"pagination":{"total":2}}})");
  const auto page = ReadFirst("order");
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_THAT(page->rows, SizeIs(2));
  EXPECT_EQ(MemberOf(page->rows[0].json, "shipping_addresses"),
            R"([{"country_iso2":"CA"}])");
  EXPECT_EQ(MemberOf(page->rows[0].json, "refunds"), "");
  EXPECT_EQ(MemberOf(page->rows[1].json, "shipping_addresses"),
            R"([{"country_iso2":"US"},{"country_iso2":"MX"}])");
  EXPECT_EQ(MemberOf(page->rows[1].json, "refunds"),
            R"([{"id":1,"order_id":8,"total_amount":5.5},)"
            R"({"id":2,"order_id":8,"total_amount":1}])");
  EXPECT_THAT(url(0),
              AllOf(HasSubstr("/v2/orders?sort=date_modified:asc&limit=250"),
                    HasSubstr("&include=consignments&consignment_structure="
                              "object"),
                    // The window, in RFC 2822.
                    EndsWith("&min_date_modified=Wed%2C%2027%20May%202026%20"
                             "20%3A26%3A40%20%2B0000")));
  EXPECT_THAT(url(1), EndsWith("/v2/orders/8/shipping_addresses?limit=250"));
  EXPECT_THAT(url(2), EndsWith("/v3/orders/payment_actions/refunds?order_id:in"
                               "=7,8&limit=250&page=1"));
  EXPECT_THAT(url(3), EndsWith("&page=2"));
}

TEST_F(BigCommerceTest, AsksForEachOrderWhereListsTakeNoConsignments) {
  Plan(400, R"([{"status":400,"message":"The field is not supported"}])");
  Plan(200, Array(kLinks));
  Plan(204, "");
  Plan(200, kNoRefunds);
  const auto page = ReadFirst("order");
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_THAT(url(1), Not(HasSubstr("include")));
  EXPECT_EQ(MemberOf(page->rows[0].json, "shipping_addresses"), "[]");
  Plan(400, R"([{"status":400,"message":"no"}])");
  EXPECT_EQ(ReadFirst("order").status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST_F(BigCommerceTest, TakesNoContentForNoOrdersAndNothingElse) {
  Plan(204, "");
  const auto page = ReadFirst("order");
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_THAT(page->rows, IsEmpty());
  EXPECT_EQ(page->next, "");
  for (int i = 0; i < 5; ++i) Plan(200, i % 2 == 0 ? "" : "{}");
  EXPECT_EQ(ReadFirst("order").status().code(), absl::StatusCode::kUnavailable);
}

TEST_F(BigCommerceTest, AsksTheB2bEditionOnlyWhereItIsConfigured) {
  EXPECT_THAT(connector_->Parts(), SizeIs(2));
  connection_.b2b_url = "https://b2b.example";
  EXPECT_THAT(BigCommerce(connection_).Parts(), SizeIs(4));
}

TEST_F(BigCommerceTest, AnOrderThatWentMeanwhileStaysAsItCame) {
  Plan(200, Array(kLinks));
  Plan(404, R"([{"status":404,"message":"gone"}])");
  Plan(404, R"({"status":404,"title":"no refunds here"})");
  const auto page = ReadFirst("order");
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(page->rows.at(0).json, kLinks);
}

}  // namespace
}  // namespace landfall::pull
