#include "server/pull/bigcommerce_b2b.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/pull/json_member.h"
#include "tests/unit/pull/fake_system.h"

namespace landfall::pull {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::EndsWith;
using ::testing::Field;
using ::testing::SizeIs;

constexpr absl::string_view kStore = "https://crm.example/stores/h4sh";

std::string Envelope(absl::string_view data, int total) {
  return absl::StrCat("{\"code\":200,\"data\":", data,
                      ",\"meta\":{\"pagination\":{\"totalCount\":", total,
                      "}}}");
}

class BigCommerceB2bTest : public ::testing::Test {
 protected:
  void Plan(std::string body) {
    system_.sender.steps.push_back(Answer(200, std::move(body)));
  }
  std::string url() { return system_.sender.requests.back().url; }
  static std::vector<decode::PayloadElement> Customers(int count) {
    std::vector<decode::PayloadElement> rows;
    for (int id = 1; id <= count; ++id) {
      rows.push_back({absl::StrCat("{\"id\":", id, "}"), 1});
    }
    return rows;
  }

  FakeSystem system_;
  BigCommerceB2b b2b_{"https://crm.example", kStore};
};

TEST_F(BigCommerceB2bTest, ReadsQuotesOfBothVersions) {
  constexpr char kQuotes[] = R"([{"quoteId":1,"updatedAt":"1780000000"}])";
  for (const std::string& body :
       {Envelope(kQuotes, 1),
        absl::StrCat(R"({"code":200,"data":{"list":)", kQuotes,
                     R"(,"pagination":{"totalCount":1}},"meta":{}})")}) {
    Plan(body);
    const auto page =
        b2b_.ReadQuotes({absl::FromUnixSeconds(7), 2}, system_.exchange);
    ASSERT_TRUE(page.ok()) << page.status();
    ASSERT_THAT(page->rows, SizeIs(1)) << body;
    EXPECT_EQ(PlainMemberOf(page->rows[0].json, "quoteId"), "1");
    EXPECT_EQ(page->page.total, 1);
  }
  EXPECT_EQ(url(),
            "https://crm.example/api/v3/io/rfq?sortBy=updatedAt&orderBy=asc&"
            "limit=250&offset=250&minModified=7");
  EXPECT_THAT(system_.sender.requests.back().headers,
              Contains(AllOf(Field(&http_client::Header::name, "X-Store-Hash"),
                             Field(&http_client::Header::value, "h4sh"))));
}

TEST_F(BigCommerceB2bTest, TellsAnErrorInTheClothesOfAGoodAnswer) {
  for (int i = 0; i < 5; ++i) {
    Plan(R"({"code":401,"data":{"errMsg":"no"},"meta":{}})");
  }
  EXPECT_EQ(b2b_.ReadQuotes({}, system_.exchange).status().code(),
            absl::StatusCode::kUnavailable);
}

TEST_F(BigCommerceB2bTest, ReadsCompaniesWithTheirExtraFields) {
  const BigCommerceB2b other("https://crm.example/x/", kStore);
  Plan(Envelope("[]", 0));
  ASSERT_TRUE(other.ReadCompanies({}, system_.exchange).ok());
  EXPECT_EQ(url(),
            "https://crm.example/x/companies?isIncludeExtraFields=1&sortBy="
            "updatedAt&orderBy=ASC&limit=250&offset=0");
  EXPECT_FALSE(BigCommerceB2b("", kStore).IsThere());
}

TEST_F(BigCommerceB2bTest, AsksForTheCompaniesOfAFewCustomers) {
  auto customers = Customers(2);
  Plan(Envelope(R"([{"companyId":"41"}])", 1));
  Plan(Envelope("[]", 0));
  ASSERT_TRUE(b2b_.AddCompanies(customers, system_.exchange).ok());
  EXPECT_EQ(customers[0].json, R"({"companyId":"41","id":1})");
  EXPECT_EQ(customers[1].json, R"({"id":2})");
  EXPECT_THAT(url(), EndsWith("/companies?limit=1&customerId=2"));
}

TEST_F(BigCommerceB2bTest, ReadsAllUsersForManyCustomersOnce) {
  auto customers = Customers(20);
  Plan(Envelope(R"([{"customerId":3,"companyId":41}])", 2));
  Plan(Envelope(R"([{"customerId":20,"companyId":42}])", 2));
  ASSERT_TRUE(b2b_.AddCompanies(customers, system_.exchange).ok());
  EXPECT_THAT(url(), EndsWith("/users?limit=250&offset=1"));
  EXPECT_EQ(PlainMemberOf(customers[2].json, "companyId"), "41");
  EXPECT_EQ(PlainMemberOf(customers[19].json, "companyId"), "42");
  auto last = Customers(3);
  ASSERT_TRUE(b2b_.AddCompanies(last, system_.exchange).ok());
  EXPECT_EQ(PlainMemberOf(last[2].json, "companyId"), "41");
  EXPECT_EQ(system_.sender.requests.size(), 2u);
  b2b_.Forget();
  Plan(Envelope("[]", 0));
  last = Customers(1);
  ASSERT_TRUE(b2b_.AddCompanies(last, system_.exchange).ok());
  EXPECT_EQ(last[0].json, R"({"id":1})");
}

}  // namespace
}  // namespace landfall::pull
