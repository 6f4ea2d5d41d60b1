#include "server/pull/finance_operations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "absl/strings/str_cat.h"
#include "tests/unit/pull/fake_system.h"

namespace landfall::pull {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

class FinanceOperationsTest : public ::testing::Test {
 protected:
  FinanceOperationsTest() {
    source_.id = "erp";
    source_.system = model::System::kFinanceOperations;
    source_.url = "https://crm.example";
    source_.keys = model::DefaultKeyFields(source_.system, "erp", {});
    settings_.legal_entities = {{"USTR", "US", "US", "USD", "erp", ""}};
    settings_.sources = {source_};
    connection_.entities = {{"customer_group", "OurGroups"}};
    customers_ = {"customer.ustr", "customer", &settings_.legal_entities[0]};
    connector_.emplace(settings_, source_, connection_);
  }
  void Plan(int status, std::string body) {
    system_.sender.steps.push_back(Answer(status, std::move(body)));
  }
  void PlanCustomers(int count, absl::string_view more = "") {
    std::string rows;
    for (int i = 0; i < count; ++i) {
      absl::StrAppend(&rows, i == 0 ? "" : ",", "{\"CustomerAccount\":\"O'C ",
                      i, "\"}");
    }
    Plan(200, absl::StrCat("{\"value\":[", rows, "]", more, "}"));
  }
  absl::StatusOr<Page> Read(const std::string& place = "first") {
    return connector_->Read(customers_, place, system_.exchange);
  }
  std::string url() { return system_.sender.requests.back().url; }

  model::Settings settings_;
  model::Source source_;
  config::SourceConnection connection_;
  Part customers_;
  FakeSystem system_;
  std::optional<FinanceOperations> connector_;
};

TEST_F(FinanceOperationsTest, GoesOnAfterTheLastAccount) {
  PlanCustomers(5000);
  const auto first = Read();
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_THAT(url(), HasSubstr("/data/CustomersV3?cross-company=true&$select="
                               "dataAreaId,CustomerAccount,"));
  EXPECT_THAT(url(), HasSubstr("&$filter=dataAreaId%20eq%20%27ustr%27"
                               "&$orderby=CustomerAccount&$top=5000"));
  EXPECT_EQ(first->next, "after O'C 4999");
  PlanCustomers(1);
  const auto last = Read(first->next);
  ASSERT_TRUE(last.ok()) << last.status();
  EXPECT_THAT(url(), HasSubstr("%20and%20CustomerAccount%20gt%20"
                               "%27O%27%27C%204999%27&"));
  EXPECT_EQ(last->next, "");
}

TEST_F(FinanceOperationsTest, GoesOnWhenTheServiceMakesSmallerPages) {
  PlanCustomers(3, R"(,"@odata.nextLink":"https://crm.example/next")");
  EXPECT_EQ(Read()->next, "after O'C 2");
  PlanCustomers(0);
  EXPECT_EQ(Read("after O'C 2")->next, "");
}

TEST_F(FinanceOperationsTest, FollowsThePageWithoutRowsThatIsNotTheLast) {
  PlanCustomers(0, R"(,"@odata.nextLink":"https://crm.example/next?$skip=1")");
  const auto empty = Read();
  ASSERT_TRUE(empty.ok()) << empty.status();
  PlanCustomers(2);
  const auto page = Read(empty->next);
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(url(), "https://crm.example/next?$skip=1");
  EXPECT_THAT(page->rows, SizeIs(2));
  EXPECT_EQ(page->next, "");
}

TEST_F(FinanceOperationsTest, TakesNoPageOfAnotherLegalEntity) {
  constexpr char kOther[] =
      R"({"value":[{"dataAreaId":"catr","CustomerAccount":"C-9"}]})";
  constexpr char kOwn[] =
      R"({"value":[{"dataAreaId":"ustr","CustomerAccount":"C-1"}]})";
  Plan(200, kOther);
  Plan(200, kOwn);
  const auto page = Read();
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_THAT(page->rows, SizeIs(1));
  EXPECT_THAT(page->rows[0].json, HasSubstr("C-1"));
  for (int i = 0; i < 4; ++i) Plan(200, kOther);
  EXPECT_EQ(Read().status().code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(system_.sender.steps.empty());
}

TEST_F(FinanceOperationsTest, LeavesOutColumnsThatTheEntityLacks) {
  Plan(
      400,
      R"({"error":{"message":"An error has occurred.","innererror":{"message":)"
      R"("Could not find a property named 'PartyCountry' on type 'X'."}}})");
  PlanCustomers(1);
  const auto page = Read();
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_THAT(page->rows, SizeIs(1));
  EXPECT_THAT(url(), Not(HasSubstr("PartyCountry")));
}

TEST_F(FinanceOperationsTest, TakesTheConfiguredEntities) {
  Plan(404, R"({"Message":"No HTTP resource was found."})");
  const auto page = connector_->Read({"customer_group", "customer_group"},
                                     "first", system_.exchange);
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_TRUE(page->absent);
  EXPECT_THAT(url(), HasSubstr("/data/OurGroups?cross-company=true&"));
}

}  // namespace
}  // namespace landfall::pull
