#include "server/pull/business_central_subscriptions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "absl/strings/substitute.h"
#include "tests/unit/pull/fake_system.h"

namespace landfall::pull {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr char kUrl[] = "https://landfall.example/v1/notify/bc";
constexpr char kCompanies[] =
    R"({"value":[{"id":"c-1","name":"CRONUS"},{"id":"c-2","name":"UK Trade"}]})";
constexpr char kNone[] = R"({"value":[]})";
const absl::Time kNow = absl::FromUnixSeconds(1'780'000'000);

class BusinessCentralSubscriptionsTest : public ::testing::Test {
 protected:
  BusinessCentralSubscriptionsTest() {
    source_.id = "bc";
    source_.system = model::System::kBusinessCentral;
    source_.url = "https://crm.example/v2.0/t/e/api/v2.0/";
    source_.keys = model::DefaultKeyFields(source_.system, "bc", {});
    settings_.legal_entities = {{"UKCO", "UK", "GB", "GBP", "bc", "UK Trade"}};
    settings_.sources = {source_};
    connector_.emplace(settings_, source_, connection_);
    subscriptions_.emplace(*connector_, source_.url,
                           NotifyAddress{kUrl, "hu\"sh"});
  }
  void Plan(int status, std::string body) {
    system_.sender.steps.push_back(Answer(status, std::move(body)));
  }
  // A list with one of ours that ends so much later.
  void PlanHeld(absl::Duration left, const std::string& secret = "hu\\\"sh") {
    Plan(200, absl::Substitute(
                  R"({"value":[{"subscriptionId":"x","notificationUrl":)"
                  R"("https://elsewhere.example","resource":)"
                  R"("api/v2.0/companies(c-2)/customers","clientState":"",)"
                  R"("expirationDateTime":"2030-01-01T00:00:00Z"},)"
                  R"({"@odata.etag":"W/\"e\"","subscriptionId":"s-1",)"
                  R"("notificationUrl":"$0","resource":)"
                  R"("api/v2.0/companies(C-2)/customers",)"
                  R"("clientState":"$1","expirationDateTime":"$2"}]})",
                  kUrl, secret,
                  absl::FormatTime(absl::RFC3339_sec, kNow + left,
                                   absl::UTCTimeZone())));
    Plan(200, kCompanies);
  }
  absl::Status Tend() { return subscriptions_->Tend(kNow, system_.exchange); }
  const http_client::Request& last() { return system_.sender.requests.back(); }

  model::Settings settings_;
  model::Source source_;
  config::SourceConnection connection_;
  FakeSystem system_;
  std::optional<BusinessCentral> connector_;
  std::optional<BusinessCentralSubscriptions> subscriptions_;
};

TEST_F(BusinessCentralSubscriptionsTest, SubscribesToEachCompany) {
  Plan(200, kNone);
  Plan(200, kCompanies);
  Plan(201, "{}");
  EXPECT_EQ(subscriptions_->due(), absl::InfinitePast());
  const absl::Status status = Tend();
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(last().url, "https://crm.example/v2.0/t/e/api/v2.0/subscriptions");
  EXPECT_EQ(last().method, "");
  EXPECT_EQ(*last().body,
            R"({"notificationUrl":"https://landfall.example/v1/notify/bc",)"
            R"("resource":"/api/v2.0/companies(c-2)/customers",)"
            R"("clientState":"hu\"sh"})");
  EXPECT_EQ(subscriptions_->standing(), 1);
  EXPECT_EQ(subscriptions_->due(), kNow + BusinessCentralSubscriptions::kEvery);
}

TEST_F(BusinessCentralSubscriptionsTest, LeavesAloneWhatStandsLongEnough) {
  PlanHeld(absl::Hours(37));
  EXPECT_TRUE(Tend().ok());
  EXPECT_THAT(system_.sender.requests, SizeIs(2));
  EXPECT_EQ(subscriptions_->standing(), 1);
}

TEST_F(BusinessCentralSubscriptionsTest, RenewsHalfway) {
  PlanHeld(absl::Hours(36));
  Plan(200, "{}");
  EXPECT_TRUE(Tend().ok());
  EXPECT_EQ(last().method, "PATCH");
  EXPECT_EQ(last().url,
            "https://crm.example/v2.0/t/e/api/v2.0/subscriptions('s-1')");
  EXPECT_THAT(*last().body, HasSubstr("\"clientState\":"));
  bool matched = false;
  for (const http_client::Header& header : last().headers) {
    matched |= header.name == "If-Match" && header.value == "W/\"e\"";
  }
  EXPECT_TRUE(matched);
}

TEST_F(BusinessCentralSubscriptionsTest, RenewsWithANewSecret) {
  PlanHeld(absl::Hours(71), "old");
  Plan(200, "{}");
  EXPECT_TRUE(Tend().ok());
  EXPECT_EQ(last().method, "PATCH");
}

TEST_F(BusinessCentralSubscriptionsTest, SaysWhyThereIsNone) {
  Plan(200, kNone);
  Plan(200, kCompanies);
  Plan(400, R"({"error":{"code":"BadRequest_Url","message":"no"}})");
  const absl::Status status = Tend();
  EXPECT_EQ(status.message(),
            "UKCO: subscribe to customers: the system answers HTTP 400, code "
            "BadRequest_Url");
  EXPECT_EQ(subscriptions_->standing(), 0);
  EXPECT_EQ(subscriptions_->due(),
            kNow + BusinessCentralSubscriptions::kAfterFailure);
}

}  // namespace
}  // namespace landfall::pull
