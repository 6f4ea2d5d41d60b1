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

class FinanceOperationsDocumentsTest : public FinanceOperationsTest {
 protected:
  FinanceOperationsDocumentsTest() {
    connection_.documents = true;
    connection_.order_window = absl::Hours(24);
    connector_.emplace(settings_, source_, connection_);
    const std::vector<Part> parts = connector_->Parts();
    orders_ = parts.at(parts.size() - 2);
    invoices_ = parts.at(parts.size() - 1);
  }
  void PlanOrders(int first, int count, const std::string& at,
                  absl::string_view more = "") {
    std::string rows;
    for (int i = first; i < first + count; ++i) {
      absl::StrAppend(&rows, i == first ? "" : ",",
                      R"({"dataAreaId":"ustr","SalesOrderNumber":"SO')", i,
                      R"(","OrderCreationDateTime":")", at, "\"}");
    }
    Plan(200, absl::StrCat("{\"value\":[", rows, "]", more, "}"));
  }
  absl::StatusOr<Page> ReadOrders(const std::string& place) {
    return connector_->Read(orders_, place, system_.exchange);
  }

  Part orders_, invoices_;
  const absl::Time start_ =
      absl::FromCivil(absl::CivilHour(2026, 6, 9, 12), absl::UTCTimeZone());
};

TEST_F(FinanceOperationsDocumentsTest, ReadsWhatIsNotTooOldByNumber) {
  EXPECT_EQ(orders_.name, "sales_order.ustr");
  PlanOrders(0, 5000, "2026-06-09T10:00:00Z");
  const auto first = ReadOrders(connector_->First(orders_, start_));
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_THAT(url(), HasSubstr("/data/SalesOrderHeadersV2?cross-company=true&"
                               "$select=dataAreaId,SalesOrderNumber,"));
  EXPECT_THAT(
      url(), HasSubstr("OrderCreationDateTime%20ge%202026-06-08T12%3A00%3A00"));
  EXPECT_EQ(first->created_since, absl::InfinitePast());
  PlanOrders(5000, 1, "2026-06-09T11:00:00Z");
  const auto last = ReadOrders(first->next);
  ASSERT_TRUE(last.ok()) << last.status();
  EXPECT_THAT(url(),
              HasSubstr("SalesOrderNumber%20gt%20%27SO%27%274999%27&$orderby="
                        "SalesOrderNumber&$top=5000"));
  EXPECT_EQ(last->next, "");
  EXPECT_EQ(last->created_since, start_ - absl::Hours(24));
  // Shortly after, what a transaction may have held back comes once more.
  PlanOrders(5001, 1, "2026-06-09T12:01:00Z");
  const auto more = ReadOrders(
      connector_->Since(orders_, last->bookmark, start_ + absl::Minutes(1)));
  ASSERT_TRUE(more.ok()) << more.status();
  EXPECT_THAT(
      url(), HasSubstr("OrderCreationDateTime%20gt%202026-06-09T10%3A55%3A00"));
  PlanOrders(0, 0, "");
  const auto none = ReadOrders(
      connector_->Since(orders_, more->bookmark, start_ + absl::Minutes(10)));
  PlanOrders(0, 0, "");
  ASSERT_TRUE(ReadOrders(connector_->Since(orders_, none->bookmark,
                                           start_ + absl::Minutes(20)))
                  .ok());
  EXPECT_THAT(
      url(), HasSubstr("OrderCreationDateTime%20gt%202026-06-09T12%3A01%3A00"));
}

TEST_F(FinanceOperationsDocumentsTest, ADateFarAheadHidesNothing) {
  Plan(200, R"({"value":[{"dataAreaId":"ustr","InvoiceNumber":"I-1",)"
            R"("InvoiceDate":"2027-01-01T12:00:00Z"}]})");
  const auto page = connector_->Read(
      invoices_, connector_->First(invoices_, start_), system_.exchange);
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_THAT(url(), HasSubstr("/data/SalesInvoiceHeadersV2?"));
  Plan(200, R"({"value":[]})");
  ASSERT_TRUE(connector_
                  ->Read(invoices_,
                         connector_->Since(invoices_, page->bookmark,
                                           start_ + absl::Hours(48)),
                         system_.exchange)
                  .ok());
  EXPECT_THAT(url(), HasSubstr("InvoiceDate%20gt%202026-06-"));
}

TEST_F(FinanceOperationsDocumentsTest, ASetThatIsNotThereIsAnError) {
  Plan(404, "{}");
  const auto page = ReadOrders(connector_->First(orders_, start_));
  EXPECT_THAT(page.status().message(),
              HasSubstr("read sales_order rows: the system answers HTTP 404"));
}

}  // namespace
}  // namespace landfall::pull
