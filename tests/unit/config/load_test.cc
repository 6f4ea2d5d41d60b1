// The whole file, as the documentation shows it.
#include "server/config/load.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>

#include "tests/support/temp_folder.h"

namespace landfall::config {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr absl::string_view kExample = R"(
listen: {grpc: 127.0.0.1:7450, http: 127.0.0.1:7451}
store: {path: ./landfall-data}
reporting_currency: USD
exchange_rates: {CAD: 0.73}
legal_entities:
  - {id: USTR, name: US Trade Inc, country: US, currency: USD, source: erp}
  - {id: CATR, name: CA Trade ULC, country: Canada, currency: CAD, source: erp}
  - {id: UKCO, name: UK Trade Ltd, country: GB, currency: GBP, source: bc, company: "UK Trade Ltd"}
sources:
  - id: erp
    system: finance_operations
    url: https://contoso.operations.dynamics.com
    auth: {tenant: 00000000-0000-4000-8000-000000000001, client_id: 00000000-0000-4000-8000-000000000002, client_secret: "env:LANDFALL_TEST_SECRET"}
    sync: {every: 5m}
    max_age: 2h
    grace: 20m
    created: [CreatedDateTime]
    keys:
      email: [PrimaryContactEmail, InvoiceEmail]
      tax_id: [TaxExemptNumber]
      external_id:
        - {field: CustomerAccount, of: crm}
        - {field: EcomCustomerId,  of: shop}
    catch_all: ["WEB-DEFAULT"]
  - {id: bc, system: business_central}
  - {id: crm,  system: dataverse, url: https://contoso.crm.dynamics.com}
  - {id: shop, system: shopify, channel: DTC, url: https://contoso.myshopify.com, auth: {access_token: "env:LANDFALL_TEST_SECRET"}, orders: {active: [PENDING, PAID, null]}}
  - {id: b2b,  system: bigcommerce, channel: B2B, orders: {active: [Awaiting Fulfillment, 13, "3"]}}
expectation:
  - {customer: "b2b/customer/88", entity: CATR}
  - {tag: Wholesale-CA, entity: catr}
  - {ship_to: [CA], entity: CATR}
  - {ship_to: [US, Puerto Rico], entity: USTR}
scope:
  - {source: crm, type: contact, exclude: "customertypecode eq 8", because: partner record}
keys: [email, external_id, tax_id]
hubs: {email: 5, tax_id: 12}
placeholder_domains: [Example.com]
cards:
  - {id: ecom-absent, alert_above: 12}
  - {id: flow-failures, alert_above: null, window: 14d, keys: [email], count_awaiting: false, title: Flows}
  - {id: ecom-month, like: ecom-absent, window_days: 31, alert_above: off, twin: ecom-absent}
auth:
  api_keys: [{id: flows, role: ingester, sha256: "9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08"}]
  entra: {tenant: 00000000-0000-4000-8000-00000000000A, audience: "api://landfall", roles: {Landfall.Reader: reader}}
public_url: https://landfall.contoso.example/
log: {level: debug}
recall: off
)";

class LoadTest : public ::testing::Test {
 protected:
  void SetUp() override {
    setenv("LANDFALL_TEST_SECRET", "s3cr3t-value", 1);
    auto loaded = LoadConfigText(kExample, "landfall.yaml", "/etc/landfall");
    ASSERT_TRUE(loaded.ok()) << loaded.status();
    options_ = *std::move(loaded);
  }
  ServerOptions options_;
};

TEST_F(LoadTest, ReadsTheServerItself) {
  EXPECT_EQ(options_.grpc.address, "127.0.0.1:7450");
  EXPECT_EQ(options_.http.address, "127.0.0.1:7451");
  EXPECT_EQ(options_.store_path, "/etc/landfall/landfall-data");
  EXPECT_EQ(options_.public_url, "https://landfall.contoso.example");
  EXPECT_EQ(options_.log_level, "debug");
  EXPECT_FALSE(options_.recall);
  ASSERT_EQ(options_.auth.api_keys.size(), 1u);
  EXPECT_EQ(options_.auth.api_keys[0].id, "flows");
  EXPECT_EQ(options_.auth.api_keys[0].role, Role::kIngester);
  EXPECT_THAT(options_.auth.api_keys[0].sha256, HasSubstr("9f86d081884c7d65"));
  ASSERT_TRUE(options_.auth.entra.has_value());
  EXPECT_EQ(options_.auth.entra->roles.at("Landfall.Reader"), Role::kReader);
}

TEST_F(LoadTest, ReadsMoneyAndEntities) {
  const model::Settings& settings = options_.settings;
  EXPECT_EQ(settings.exchange_rates.at("CAD").ToString(), "0.73");
  ASSERT_EQ(settings.legal_entities.size(), 3u);
  EXPECT_EQ(settings.legal_entities[1].country, "CA");
  EXPECT_EQ(settings.legal_entities[1].company, "");
  EXPECT_EQ(settings.legal_entities[2].company, "UK Trade Ltd");
  EXPECT_EQ(settings.legal_entities[2].source, "bc");
}

TEST_F(LoadTest, ReadsSources) {
  const model::Source& erp = *options_.settings.FindSource("erp");
  EXPECT_EQ(erp.url, "https://contoso.operations.dynamics.com");
  EXPECT_EQ(erp.max_age, absl::Hours(2));
  EXPECT_EQ(erp.grace, absl::Minutes(20));
  EXPECT_THAT(erp.created, ElementsAre("CreatedDateTime"));
  EXPECT_THAT(erp.keys.email,
              ElementsAre("PrimaryContactEmail", "InvoiceEmail"));
  ASSERT_EQ(erp.keys.external_id.size(), 2u);
  EXPECT_EQ(erp.keys.external_id[1].of, "shop");
  EXPECT_THAT(erp.catch_all, ElementsAre("WEB-DEFAULT"));
  EXPECT_EQ(options_.settings.FindSource("shop")->channel, "DTC");
  EXPECT_THAT(options_.settings.FindSource("shop")->active_states,
              ElementsAre("PENDING", "PAID", ""));
  EXPECT_THAT(options_.settings.FindSource("b2b")->active_states,
              ElementsAre("11", "13", "3"));
}

TEST_F(LoadTest, ResolvesSecretsOfSourcesWithAUrl) {
  ASSERT_EQ(options_.connections.size(), 3u);
  const SourceConnection& erp = options_.connections[0];
  EXPECT_EQ(erp.source, "erp");
  EXPECT_EQ(erp.url, "https://contoso.operations.dynamics.com");
  ASSERT_TRUE(erp.sync.has_value());
  EXPECT_EQ(erp.sync->every, absl::Minutes(5));
  EXPECT_EQ(erp.auth.at("client_secret").Reveal(), "s3cr3t-value");
  EXPECT_EQ(erp.auth.at("tenant").Reveal(),
            "00000000-0000-4000-8000-000000000001");
  EXPECT_FALSE(options_.connections[1].sync.has_value());
}

TEST_F(LoadTest, ReadsRules) {
  const model::Settings& settings = options_.settings;
  ASSERT_EQ(settings.expectation.size(), 4u);
  EXPECT_EQ(settings.expectation[0].kind, model::RuleKind::kCustomerOverride);
  EXPECT_EQ(settings.expectation[0].customer.ToString(), "b2b/customer/88");
  EXPECT_EQ(settings.expectation[1].kind, model::RuleKind::kTag);
  EXPECT_EQ(settings.expectation[1].tag, "wholesale-ca");
  EXPECT_EQ(settings.expectation[1].entity, "CATR") << "as configured";
  EXPECT_THAT(settings.expectation[3].countries, ElementsAre("US", "PR"));
  ASSERT_EQ(settings.scope.size(), 1u);
  EXPECT_EQ(settings.scope[0].because, "partner record");
  EXPECT_EQ(settings.hubs.email, 5);
  EXPECT_EQ(settings.hubs.tax_id, 12);
  EXPECT_THAT(settings.placeholder_domains, ElementsAre("example.com"));
  EXPECT_EQ(settings.keys, model::KeyKinds::All());
}

TEST_F(LoadTest, OverridesAndAddsCards) {
  const model::Settings& settings = options_.settings;
  ASSERT_EQ(settings.cards.size(), 9u);
  EXPECT_EQ(settings.FindCard("ecom-absent")->alert_above, 12);
  EXPECT_EQ(settings.FindCard("ecom-absent")->window_days, 7);
  EXPECT_EQ(settings.FindCard("ecom-absent")->twin, "ecom-absent-connector");
  const model::CardSettings& flows = *settings.FindCard("flow-failures");
  EXPECT_EQ(flows.alert_above, std::nullopt);
  EXPECT_EQ(flows.window_days, 14);
  EXPECT_EQ(flows.keys, model::KeyKinds().With(model::KeyKind::kEmail));
  EXPECT_FALSE(flows.count_awaiting);
  EXPECT_EQ(flows.title, "Flows");
  const model::CardSettings& month = settings.cards.back();
  EXPECT_EQ(month.id, "ecom-month");
  EXPECT_EQ(month.kind, "ecom-absent");
  EXPECT_EQ(month.window_days, 31);
  EXPECT_EQ(month.alert_above, std::nullopt);
  EXPECT_EQ(month.twin, "ecom-absent");
}

TEST(LoadConfigTest, ReadsAFileAndResolvesPathsBesideIt) {
  testing::TempFolder temp;
  std::ofstream(temp.Sub("token")) << "from-file\n";
  std::ofstream(temp.Sub("cert.pem")) << "-----BEGIN CERTIFICATE-----\n"
                                         "-----BEGIN PRIVATE KEY-----\n";
  std::ofstream(temp.Sub("landfall.yaml")) << R"(
listen:
  grpc: {address: "[::1]:0", tls: {cert: cert.pem, key: cert.pem, client_ca: cert.pem}}
  http: localhost:0
store: {postgres: "file:token"}
sources:
  - {id: shop, system: shopify, url: "http://127.0.0.1:8080/", auth: {access_token: "file:token"}}
)";
  const auto options = LoadConfig(temp.Sub("landfall.yaml"));
  ASSERT_TRUE(options.ok()) << options.status();
  EXPECT_EQ(options->grpc.address, "[::1]:0");
  EXPECT_EQ(options->grpc.tls_certificate, temp.Sub("cert.pem"));
  EXPECT_EQ(options->grpc.tls_client_ca, temp.Sub("cert.pem"));
  EXPECT_EQ(options->http.tls_certificate, "");
  EXPECT_EQ(options->store_path, temp.Sub("landfall-data"));
  EXPECT_EQ(options->postgres, "from-file");
  EXPECT_EQ(options->connections.at(0).auth.at("access_token").Reveal(),
            "from-file");
  EXPECT_EQ(options->connections.at(0).url, "http://127.0.0.1:8080");
}

TEST(LoadConfigTest, SaysThatTheFileIsNotThere) {
  const absl::Status status = LoadConfig("/nowhere/landfall.yaml").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("/nowhere/landfall.yaml"));
  EXPECT_EQ(LoadConfig("/tmp").status().code(), absl::StatusCode::kNotFound);
}

TEST(LoadConfigTest, NeverQuotesASecret) {
  setenv("LANDFALL_TEST_SECRET", "s3cr3t-value", 1);
  const absl::Status status = LoadConfigText(R"(
nonsense: 1
sources:
  - {id: a, system: shopify, auth: {access_token: "env:LANDFALL_TEST_SECRET"}}
  - {id: b, system: shopify, auth: {access_token: hunter2}}
store: {postgres: "postgresql://user:hunter2@host/db"}
auth: {api_keys: [{id: k, role: admin, sha256: hunter2}]}
)",
                                             "landfall.yaml", "/")
                                  .status();
  EXPECT_FALSE(status.ok());
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr("hunter2")));
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr("s3cr3t")));
}

}  // namespace
}  // namespace landfall::config
