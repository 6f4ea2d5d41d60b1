// What holds when the file says nothing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/config/load.h"

namespace landfall::config {
namespace {

using ::testing::ElementsAre;

ServerOptions Load(absl::string_view text) {
  const auto options = LoadConfigText(text, "landfall.yaml", "/etc");
  EXPECT_TRUE(options.ok()) << options.status();
  return options.ok() ? *options : ServerOptions();
}

TEST(LoadDefaultsTest, AcceptsAnEmptyFile) {
  for (const char* text : {"", "# nothing\n", "{}", "sources:\ncards: []\n"}) {
    SCOPED_TRACE(text);
    const ServerOptions options = Load(text);
    EXPECT_EQ(options.grpc.address, "127.0.0.1:7450");
    EXPECT_EQ(options.http.address, "127.0.0.1:7451");
    EXPECT_EQ(options.store_path, "/etc/landfall-data");
    EXPECT_EQ(options.log_level, "info");
    EXPECT_TRUE(options.recall);
    EXPECT_FALSE(options.auth.enabled());
    EXPECT_EQ(options.settings.reporting_currency, "USD");
    EXPECT_EQ(options.settings.cards.size(), 8u);
    EXPECT_EQ(options.settings.hubs.email, 4);
  }
}

TEST(LoadDefaultsTest, DerivesTheAgeOfASourceFromItsSync) {
  const ServerOptions options = Load(R"(
sources:
  - {id: often, system: shopify, url: "https://a.example", sync: {every: 5m}}
  - {id: rarely, system: shopify, url: "https://a.example", sync: {every: 2h}}
  - {id: demand, system: shopify, url: "https://a.example"}
  - {id: import, system: shopify}
  - {id: bc, system: business_central}
)");
  const model::Settings& settings = options.settings;
  EXPECT_EQ(settings.FindSource("often")->max_age, absl::Hours(1));
  EXPECT_EQ(settings.FindSource("rarely")->max_age, absl::Hours(6));
  EXPECT_EQ(settings.FindSource("demand")->max_age, absl::Hours(1));
  EXPECT_EQ(settings.FindSource("import")->url, "");
  EXPECT_EQ(settings.FindSource("import")->grace, absl::Minutes(15));
  EXPECT_EQ(settings.FindSource("bc")->grace, absl::Minutes(30));
  EXPECT_EQ(options.connections.size(), 3u);
}

TEST(LoadDefaultsTest, FillsInKeysAndStates) {
  const ServerOptions options = Load(R"(
sources:
  - {id: erp, system: finance_operations}
  - {id: crm, system: dataverse, keys: {email: [emailaddress1], tax_id: []}}
  - {id: b2b, system: bigcommerce}
)");
  const model::Source& erp = *options.settings.FindSource("erp");
  ASSERT_EQ(erp.keys.external_id.size(), 1u);
  EXPECT_EQ(erp.keys.external_id[0].of, "crm") << "named further down";
  const model::Source& crm = *options.settings.FindSource("crm");
  EXPECT_THAT(crm.keys.email, ElementsAre("emailaddress1"));
  EXPECT_TRUE(crm.keys.tax_id.empty());
  EXPECT_EQ(crm.keys.external_id.size(), 2u);
  EXPECT_EQ(options.settings.FindSource("b2b")->active_states,
            model::DefaultActiveStates(model::System::kBigCommerce));
}

TEST(LoadDefaultsTest, NamesAnEntityAfterItsIdAndACompanyAfterTheEntity) {
  const ServerOptions options = Load(R"(
legal_entities: [{id: "NO", country: NO, source: bc}]
sources: [{id: bc, system: business_central}]
)");
  const model::LegalEntity& entity = options.settings.legal_entities.at(0);
  EXPECT_EQ(entity.name, "NO");
  EXPECT_EQ(entity.company, "NO");
  EXPECT_EQ(entity.country, "NO") << "Norway, not a boolean";
}

TEST(LoadDefaultsTest, GivesTheKeysOfTheFileToEveryCard) {
  const ServerOptions options = Load(R"(
keys: [tax_id]
cards: [{id: ecom-absent, keys: [email, tax_id]}]
)");
  const model::KeyKinds tax_id = model::KeyKinds().With(model::KeyKind::kTaxId);
  EXPECT_EQ(options.settings.FindCard("new-customers")->keys, tax_id);
  EXPECT_EQ(options.settings.FindCard("ecom-absent")->keys,
            tax_id.With(model::KeyKind::kEmail));
}

TEST(LoadDefaultsTest, SpellsTheIdOfAnOverrideAsRecordsDo) {
  const ServerOptions options = Load(R"(
legal_entities: [{id: USTR, source: erp}]
sources: [{id: erp, system: finance_operations}, {id: shop, system: shopify}]
expectation:
  - {customer: "shop/customer/gid://shopify/Customer/77", entity: USTR}
  - {ship_to: Germany, entity: USTR}
)");
  EXPECT_EQ(options.settings.expectation.at(0).customer.id, "77");
  EXPECT_THAT(options.settings.expectation.at(1).countries, ElementsAre("DE"));
}

TEST(LoadDefaultsTest, ListensEverywhereWithAuth) {
  const std::string auth = "auth: {api_keys: [{id: k, role: reader, sha256: " +
                           std::string(64, 'a') + "}]}\n";
  const ServerOptions options =
      Load("listen: {grpc: \"0.0.0.0:7450\", http: \":80\"}\n" + auth);
  EXPECT_EQ(options.grpc.address, "0.0.0.0:7450");
  EXPECT_EQ(options.http.address, ":80");
}

}  // namespace
}  // namespace landfall::config
