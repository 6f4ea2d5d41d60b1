#include "server/pull/dataverse.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/pull/dataverse_columns.h"
#include "tests/unit/pull/fake_system.h"

namespace landfall::pull {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kMissing[] =
    R"({"error":{"code":"0x0","message":"Could not find a property named )"
    R"('address1_country' on type 'Microsoft.Dynamics.CRM.account'."}})";
constexpr char kExpired[] =
    R"({"error":{"code":"0x80044352","message":"Version stamp expired."}})";
constexpr char kLast[] =
    R"({"@odata.context":"https://crm.example/$metadata#accounts","value":[],)"
    R"("@odata.deltaLink":"https://crm.example/delta?$deltatoken=1"})";

class DataverseTest : public ::testing::Test {
 protected:
  DataverseTest() {
    source_.id = "crm";
    source_.url = "https://crm.example/";
    source_.keys = model::DefaultKeyFields(source_.system, "crm", {});
    account_ = {"account", "account"};
    connector_.emplace(settings_, source_, connection_);
  }
  void Plan(int status, std::string body) {
    system_.sender.steps.push_back(Answer(status, std::move(body)));
  }
  absl::StatusOr<Page> Read(const std::string& place) {
    return connector_->Read(account_, place, system_.exchange);
  }
  std::string First() { return connector_->First(account_, absl::Now()); }
  std::string Since(const std::string& bookmark) {
    return connector_->Since(account_, bookmark, absl::Now());
  }
  std::string Header(const std::string& name) {
    for (const auto& header : system_.sender.requests.back().headers) {
      if (header.name == name) return header.value;
    }
    return "";
  }
  std::string url() { return system_.sender.requests.back().url; }

  model::Settings settings_;
  model::Source source_;
  config::SourceConnection connection_;
  Part account_;
  FakeSystem system_;
  std::optional<Dataverse> connector_;
};

TEST_F(DataverseTest, FollowsLinksAsTheyAreWithTheSamePreferences) {
  Plan(200, R"({"value":[{"accountid":"1"}],)"
            R"("@odata.nextLink":"https://crm.example/next?$skiptoken=%3c1"})");
  const auto first = Read(First());
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_THAT(url(), HasSubstr("https://crm.example/api/data/v9.2/accounts?"
                               "$select=accountid,name,createdon,modifiedon,"));
  EXPECT_THAT(url(), HasSubstr(",_msdyn_company_value"));
  const std::string prefer = Header("Prefer");
  EXPECT_THAT(prefer, HasSubstr("odata.track-changes,odata.maxpagesize=5000"));
  EXPECT_THAT(first->rows, SizeIs(1));
  EXPECT_EQ(first->bookmark, "");
  Plan(200, kLast);
  const auto last = Read(first->next);
  ASSERT_TRUE(last.ok()) << last.status();
  EXPECT_EQ(url(), "https://crm.example/next?$skiptoken=%3c1");
  EXPECT_EQ(Header("Prefer"), prefer);
  EXPECT_EQ(last->next, "");
  Plan(200, kLast);
  ASSERT_TRUE(Read(Since(last->bookmark)).ok());
  EXPECT_EQ(url(), "https://crm.example/delta?$deltatoken=1");
  EXPECT_THAT(Header("Prefer"), Not(HasSubstr("track-changes")));
  EXPECT_THAT(Header("Prefer"), HasSubstr("odata.maxpagesize=5000"));
}

TEST_F(DataverseTest, LeavesOutColumnsThatTheTableLacks) {
  Plan(400, kMissing);
  Plan(200, kLast);
  const auto page = Read(First());
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_THAT(url(), Not(HasSubstr("address1_country")));
  EXPECT_NE(Since(page->bookmark), "");
}

TEST_F(DataverseTest, AsksForTheCompanyOfBusinessCentralWhereThereIsOne) {
  Plan(200, kLast);
  ASSERT_TRUE(Read(First()).ok());
  EXPECT_THAT(url(), Not(HasSubstr("bcbi_")));
  EXPECT_THAT(Header("Prefer"), Not(HasSubstr("FormattedValue")));
  model::Source bc;
  bc.id = "bc";
  bc.system = model::System::kBusinessCentral;
  settings_.sources.push_back(bc);
  Plan(200, kLast);
  ASSERT_TRUE(Read(First()).ok());
  EXPECT_THAT(url(), HasSubstr(",_bcbi_companyid_value,_bcbi_company_value"));
  // Its name is nowhere else.
  EXPECT_THAT(Header("Prefer"),
              HasSubstr("\"Microsoft.Dynamics.CRM.lookuplogicalname,"
                        "OData.Community.Display.V1.FormattedValue\""));
  Plan(200, kLast);
  const Part opportunity = {"opportunity", "opportunity"};
  ASSERT_TRUE(connector_->Read(opportunity, First(), system_.exchange).ok());
  EXPECT_THAT(url(), Not(HasSubstr("bcbi_")));
  EXPECT_THAT(Header("Prefer"), Not(HasSubstr("FormattedValue")));
}

TEST_F(DataverseTest, NeedsEverythingOnceMoreWhenOtherColumnsAreRead) {
  Plan(200, kLast);
  const auto page = Read(First());
  source_.created = {"overriddencreatedon"};
  EXPECT_EQ(Since(page->bookmark), "");
}

TEST_F(DataverseTest, SaysWhenTheBookmarkIsTooOld) {
  for (int status : {400, 410, 412}) {
    Plan(status, kExpired);
    EXPECT_EQ(Read("changes https://crm.example/delta").status().code(),
              absl::StatusCode::kOutOfRange);
  }
  Plan(400, R"({"error":{"code":"0x80060888","message":"no"}})");
  EXPECT_EQ(Read("changes https://crm.example/delta").status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST_F(DataverseTest, ReadsTablesWithoutChangeTrackingAsAWhole) {
  Plan(400, R"({"error":{"code":"0x80060888","message":"not enabled"}})");
  Plan(200, R"({"value":[{"accountid":"1"}]})");
  const auto page = Read(First());
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_THAT(Header("Prefer"), Not(HasSubstr("track-changes")));
  EXPECT_EQ(page->bookmark, "");
}

TEST_F(DataverseTest, KnowsThatReferenceTablesMayBeAbsent) {
  Plan(404, R"({"error":{"code":"0x8006088a","message":"no such set"}})");
  const auto page = connector_->Read({"cdm_company", "cdm_company"}, First(),
                                     system_.exchange);
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_TRUE(page->absent);
  Plan(404, R"({"error":{"code":"0x8006088a","message":"no such set"}})");
  EXPECT_EQ(Read(First()).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST_F(DataverseTest, NobodyHasToKnowWhichMapsRun) {
  const std::vector<Part> parts = connector_->Parts();
  const auto maps =
      std::find_if(parts.begin(), parts.end(),
                   [](const Part& part) { return part.type == "table_map"; });
  ASSERT_NE(maps, parts.end());
  EXPECT_TRUE(maps->may_vanish);
  for (const int status : {403, 404}) {
    Plan(status, R"({"error":{"code":"0x80040220","message":"no"}})");
    const auto page = connector_->Read(*maps, First(), system_.exchange);
    ASSERT_TRUE(page.ok()) << page.status();
    EXPECT_TRUE(page->absent);
  }
  EXPECT_THAT(url(), HasSubstr("/msdyn_dualwriteruntimeconfigs?$select="
                               "msdyn_dualwriteruntimeconfigid,msdyn_name,"
                               "msdyn_internalentityname,createdon,modifiedon,"
                               "msdyn_externalentityname,statecode"));
  Plan(403, R"({"error":{"code":"0x80040220","message":"no"}})");
  EXPECT_EQ(Read(First()).status().code(), absl::StatusCode::kPermissionDenied);
}

TEST_F(DataverseTest, SelectsWhatTheConfigurationNames) {
  settings_.scope = {
      {"crm", "account", "parentaccountid ne null and x eq 1", "partner"}};
  source_.keys.tax_id = {"contoso_vat", "contoso_place.code"};
  const auto columns = DataverseColumns(settings_, source_, "account");
  EXPECT_THAT(columns, Contains("_parentaccountid_value"));
  EXPECT_THAT(columns, Contains("x"));
  EXPECT_THAT(columns, Contains("contoso_vat"));
  EXPECT_THAT(columns, Not(Contains("msdyn_contactpersonid")));
  EXPECT_THAT(columns, Contains("_contoso_place_value"));
  EXPECT_THAT(columns, Contains("_transactioncurrencyid_value"));
  EXPECT_THAT(DataverseColumns(settings_, source_, "transactioncurrency"),
              Contains("transactioncurrencyid"));
}

}  // namespace
}  // namespace landfall::pull
