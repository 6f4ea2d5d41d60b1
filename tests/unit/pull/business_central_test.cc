#include "server/pull/business_central.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "tests/unit/pull/fake_system.h"

namespace landfall::pull {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kCompanies[] =
    R"({"value":[{"id":"c-1","name":"CRONUS"},{"id":"c-2","name":"UK TRADE"}]})";
constexpr char kNewest[] =
    R"({"value":[{"lastModifiedDateTime":"2026-06-09T10:00:00.123Z"}]})";
constexpr char kNone[] = R"({"value":[]})";

class BusinessCentralTest : public ::testing::Test {
 protected:
  BusinessCentralTest() {
    source_.id = "bc";
    source_.system = model::System::kBusinessCentral;
    source_.url = "https://crm.example/v2.0/t/e/api/v2.0/";
    source_.keys = model::DefaultKeyFields(source_.system, "bc", {});
    settings_.legal_entities = {{"UKCO", "UK", "GB", "GBP", "bc", "UK Trade"}};
    settings_.sources = {source_};
    connector_.emplace(settings_, source_, connection_);
    part_ = connector_->Parts().at(0);
  }
  void Plan(int status, std::string body) {
    system_.sender.steps.push_back(Answer(status, std::move(body)));
  }
  absl::StatusOr<Page> Read(const std::string& place) {
    return connector_->Read(part_, place, system_.exchange);
  }
  std::string url() { return system_.sender.requests.back().url; }

  model::Settings settings_;
  model::Source source_;
  config::SourceConnection connection_;
  Part part_;
  FakeSystem system_;
  std::optional<BusinessCentral> connector_;
  const absl::Time start_ = absl::FromUnixSeconds(1'780'000'000);
};

TEST_F(BusinessCentralTest, ReadsEverythingOfItsCompany) {
  Plan(200, kCompanies);
  Plan(200, kNewest);
  Plan(200, R"({"value":[{"id":"1"}],"@odata.nextLink":)"
            R"("https://crm.example/next?aid=FIN&$skiptoken=1"})");
  const auto first = Read(connector_->First(part_, start_));
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_THAT(first->rows, SizeIs(1));
  EXPECT_THAT(url(), AllOf(HasSubstr("/api/v2.0/companies(c-2)/customers?"
                                     "$select=id,number,displayName,email,"),
                           Not(HasSubstr("$filter"))));
  Plan(200, kNone);
  const auto last = Read(first->next);
  ASSERT_TRUE(last.ok()) << last.status();
  EXPECT_EQ(url(), "https://crm.example/next?aid=FIN&$skiptoken=1");
  // Changes that were made while everything was read are asked for next.
  Plan(200, kNone);
  ASSERT_TRUE(Read(connector_->Since(part_, last->bookmark, start_)).ok());
  EXPECT_THAT(url(), EndsWith("&$filter=lastModifiedDateTime%20gt%20"
                              "2026-06-09T09:55:00.123Z"
                              "&$orderby=lastModifiedDateTime"));
}

TEST_F(BusinessCentralTest, ReadsErrorsFromThePageOfAnExtension) {
  connection_.errors = {"syncErrors", {}, "contoso/sync/v1.0"};
  connector_.emplace(settings_, source_, connection_);
  const Part part = connector_->Parts().at(1);
  EXPECT_EQ(part.name, "sync_error.ukco");
  EXPECT_TRUE(part.kept);
  Plan(200, kCompanies);
  Plan(200, kNone);
  const auto page =
      connector_->Read(part, connector_->First(part, start_), system_.exchange);
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(url(),
            "https://crm.example/v2.0/t/e/api/contoso/sync/v1.0/"
            "companies(c-2)/syncErrors?$orderby=dateTime");
}

TEST_F(BusinessCentralTest, ReadsDocumentsWhenItIsToldTo) {
  connection_.documents = true;
  settings_.documents = {{"shop", "name", "bc", "customField"}};
  connector_.emplace(settings_, source_, connection_);
  const std::vector<Part> parts = connector_->Parts();
  ASSERT_THAT(parts, SizeIs(4));
  EXPECT_EQ(parts[3].name, "sales_credit_memo.ukco");
  EXPECT_EQ(parts[3].reaches_back, connection_.order_window);
  const Part& invoices = parts[1];
  const Part& orders = parts[2];
  EXPECT_EQ(invoices.name, "sales_invoice.ukco");
  EXPECT_EQ(invoices.reaches_back, connection_.order_window);
  EXPECT_EQ(orders.type, "sales_order");
  EXPECT_TRUE(orders.turns_over);
  EXPECT_EQ(orders.reaches_back, absl::InfiniteDuration());
  Plan(200, kCompanies);
  Plan(200, kNewest);
  Plan(400, R"({"error":{"message":"Could not find a property named )"
            R"('customField' on type 'x'."}})");
  Plan(200, kNewest);
  Plan(200, R"({"value":[{"id":"1"}]})");
  const auto page = connector_->Read(
      invoices, connector_->First(invoices, start_), system_.exchange);
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_THAT(page->rows, SizeIs(1));
  EXPECT_THAT(
      url(), AllOf(HasSubstr("/companies(c-2)/salesInvoices?$select=id,number"),
                   HasSubstr("orderNumber"), Not(HasSubstr("customField")),
                   EndsWith("&$filter=lastModifiedDateTime%20gt%20" +
                            absl::FormatTime("%Y-%m-%dT%H:%M:%S.000Z",
                                             start_ - absl::Hours(24 * 60),
                                             absl::UTCTimeZone()))));
  Plan(200, kCompanies);
  Plan(200, kNewest);
  Plan(200, kNone);
  ASSERT_TRUE(
      connector_
          ->Read(orders, connector_->First(orders, start_), system_.exchange)
          .ok());
  EXPECT_THAT(url(),
              AllOf(HasSubstr("/salesOrders?$select="),
                    Not(HasSubstr("orderNumber")), Not(HasSubstr("$filter"))));
}

TEST_F(BusinessCentralTest, SaysThatNoCompanyHasTheName) {
  Plan(200, R"({"value":[{"id":"c-1","name":"CRONUS"}]})");
  const auto page = Read(connector_->First(part_, start_));
  EXPECT_EQ(page.status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST(KnownChangesTest, AreAskedForOnceMoreUntilTheyAreOld) {
  const absl::Duration overlap = absl::Minutes(5);
  const absl::Time theirs = absl::FromUnixSeconds(1000);
  const absl::Time ours = absl::FromUnixSeconds(5000);
  KnownChanges known{theirs, ours};
  EXPECT_EQ(known.AskAfter(overlap), theirs - overlap);
  known = known.After(theirs, ours + absl::Minutes(4), overlap);
  EXPECT_EQ(known.AskAfter(overlap), theirs - overlap);
  known = known.After(theirs, ours + absl::Minutes(5), overlap);
  EXPECT_EQ(known.AskAfter(overlap), theirs);
  known = known.After(theirs, ours + absl::Minutes(10), overlap);
  EXPECT_EQ(known.AskAfter(overlap), theirs)
      << "nothing is read twice any more";
  known =
      known.After(theirs + absl::Seconds(1), ours + absl::Hours(1), overlap);
  EXPECT_EQ(known.AskAfter(overlap), theirs + absl::Seconds(1) - overlap);
}

TEST(ModifiedPlaceTest, ComesBackAsItWas) {
  const ModifiedPlace place{true,
                            {absl::FromUnixMicros(5), absl::InfinitePast()},
                            absl::FromUnixMicros(7),
                            absl::FromUnixMicros(9),
                            "https://x.example/a?b=c d"};
  EXPECT_EQ(EncodePlace(DecodePlace(EncodePlace(place))), EncodePlace(place));
  EXPECT_EQ(DecodePlace(EncodePlace(place)).link, place.link);
  EXPECT_EQ(EncodeKnown(DecodeKnown(EncodeKnown(place.known))),
            EncodeKnown(place.known));
  EXPECT_EQ(DecodePlace("nonsense").link, "");
}

}  // namespace
}  // namespace landfall::pull
