#include "server/decode/shopify/shopify_decoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/unit/decode/shop_decoding.h"

namespace landfall::decode {
namespace {

using model::CompanyLocation;
using model::Order;
using model::Record;
using model::UpstreamCustomer;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const ShopDecoding& Shop() {
  static const auto* const kShop =
      new ShopDecoding(model::System::kShopify, "shop");
  return *kShop;
}

constexpr absl::string_view kGraphqlOrder = R"({
  "id":"gid://shopify/Order/5900000001001","name":"#1001",
  "email":"order@contoso.com","createdAt":"2026-04-30T00:00:00Z",
  "processedAt":"2026-04-06T18:20:11Z","updatedAt":"2026-04-07T00:00:00Z",
  "cancelledAt":null,"closed":true,"test":false,
  "displayFinancialStatus":"PARTIALLY_REFUNDED","currencyCode":"USD",
  "presentmentCurrencyCode":"EUR","tags":["Wholesale-CA","vip"],
  "currentTotalPriceSet":{
    "shopMoney":{"amount":"640.00","currencyCode":"USD"},
    "presentmentMoney":{"amount":"590.00","currencyCode":"EUR"}},
  "totalPriceSet":{"shopMoney":{"amount":"800.00","currencyCode":"USD"}},
  "customer":{"id":"gid://shopify/Customer/7101","displayName":"Ann Lee",
    "defaultEmailAddress":{"emailAddress":"ann@contoso.com"},
    "tags":["VIP","vip"]},
  "purchasingEntity":{"__typename":"Customer"},
  "shippingAddress":{"countryCodeV2":"CA"},
  "billingAddress":{"countryCodeV2":"US"}})";

// The same order as a webhook has it.
constexpr absl::string_view kWebhookOrder = R"({
  "id":5900000001001,
  "admin_graphql_api_id":"gid://shopify/Order/5900000001001",
  "name":"#1001","order_number":1001,"email":"order@contoso.com",
  "created_at":"2026-04-30T00:00:00Z",
  "processed_at":"2026-04-06T14:20:11-04:00",
  "updated_at":"2026-04-06T20:00:00-04:00","cancelled_at":null,"test":false,
  "financial_status":"partially_refunded","currency":"USD",
  "presentment_currency":"EUR","tags":"Wholesale-CA, vip",
  "current_total_price":"640.00","total_price":"800.00",
  "current_total_price_set":{
    "shop_money":{"amount":"640.00","currency_code":"USD"},
    "presentment_money":{"amount":"590.00","currency_code":"EUR"}},
  "customer":{"id":7101,"email":"ann@contoso.com","first_name":"Ann",
    "last_name":"Lee","tags":"VIP, vip"},
  "shipping_address":{"country":"Canada","country_code":"CA"},
  "billing_address":{"country":"United States","country_code":"US"}})";

constexpr absl::string_view kCsvOrder = R"({
  "id":"5900000001001","name":"#1001","email":"order@contoso.com",
  "createdAt":"2026-04-06T18:20:11Z","updatedAt":"2026-04-07T00:00:00Z",
  "test":"FALSE","displayFinancialStatus":"partially_refunded",
  "currentTotalPriceSet.shopMoney.amount":"640.00",
  "currentTotalPriceSet.shopMoney.currencyCode":"usd",
  "customer.id":"7101","customer.displayName":"Ann Lee",
  "tags":"Wholesale-CA, vip","customer.tags":"VIP",
  "shippingAddress.countryCodeV2":"CA","billingAddress.countryCodeV2":"US"})";

TEST(ShopifyDecoderTest, ReadsOneOrderFromEveryShape) {
  for (absl::string_view json : {kGraphqlOrder, kWebhookOrder, kCsvOrder}) {
    SCOPED_TRACE(std::string(json.substr(0, 60)));
    const Record record = Shop().One(json);
    EXPECT_EQ(record.ref.ToString(), "shop/order/5900000001001");
    EXPECT_EQ(TimeText(record.created), "2026-04-06T18:20:11Z");
    EXPECT_EQ(TimeText(record.modified), "2026-04-07T00:00:00Z");
    const Order order = Shop().OrderOf(json);
    EXPECT_EQ(order.number, "#1001");
    EXPECT_EQ(order.customer_type, "customer");
    EXPECT_EQ(order.customer_id, "7101");
    EXPECT_EQ(order.customer_name, "Ann Lee");
    EXPECT_EQ(order.email, "order@contoso.com");
    EXPECT_EQ(order.state, "PARTIALLY_REFUNDED");
    EXPECT_FALSE(order.quote || order.dead || order.ignored);
    EXPECT_EQ(order.cancelled_at, std::nullopt);
    EXPECT_EQ(TimeText(order.placed_at), "2026-04-06T18:20:11Z");
    ASSERT_TRUE(order.amount.has_value());
    EXPECT_EQ(order.amount->ToString(), "640");
    EXPECT_EQ(order.currency, "USD");
    EXPECT_THAT(order.ship_countries, ElementsAre("CA"));
    EXPECT_EQ(order.billing_country, "US");
    EXPECT_THAT(order.tags, ElementsAre("Wholesale-CA", "vip", "VIP"));
  }
}

TEST(ShopifyDecoderTest, ReadsAnOrderOfAThousandLines) {
  std::string json = R"({"id":"gid://shopify/Order/1","line_items":[)";
  for (int i = 0; i < 1000; ++i) {
    absl::StrAppend(&json, i == 0 ? "" : ",",
                    R"({"id":1,"sku":"a","price":"1","qty":2,"name":"b"})");
  }
  const Record record = Shop().One(json + "]}");
  EXPECT_EQ(record.fields.entries().size(), 1);
}

TEST(ShopifyDecoderTest, FallsBackToTheTotalAsPlaced) {
  const Order order = Shop().OrderOf(
      R"({"id":"gid://shopify/Order/1","currencyCode":"CAD",
          "totalPriceSet":{"shopMoney":{"amount":"10.5"}}})");
  EXPECT_EQ(order.amount->ToString(), "10.5");
  EXPECT_EQ(order.currency, "CAD");
}

TEST(ShopifyDecoderTest, KeepsAMissingAmountAndStatusMissing) {
  const Order order = Shop().OrderOf(
      R"({"id":"gid://shopify/Order/1","displayFinancialStatus":null,
          "createdAt":"2026-04-06T18:20:11Z","customer":null,
          "currentTotalPriceSet":{"presentmentMoney":{"amount":"5"}}})");
  EXPECT_EQ(order.state, "");
  EXPECT_FALSE(order.amount.has_value());
  EXPECT_EQ(order.customer_id, "") << "a guest";
}

TEST(ShopifyDecoderTest, KeepsWhenAnOrderWasCancelled) {
  const Order order = Shop().OrderOf(
      R"({"id":"gid://shopify/Order/1","cancelledAt":"2026-04-20T09:00:00Z",
          "displayFinancialStatus":"VOIDED"})");
  EXPECT_EQ(TimeText(order.cancelled_at), "2026-04-20T09:00:00Z");
  EXPECT_FALSE(order.dead) << "it was alive before";
}

TEST(ShopifyDecoderTest, IgnoresTestOrders) {
  EXPECT_TRUE(
      Shop().OrderOf(R"({"id":"gid://shopify/Order/1","test":true})").ignored);
}

constexpr absl::string_view kCompanyOrder = R"({
  "id":"gid://shopify/Order/2","email":"clerk@contoso.com",
  "customer":{"id":"gid://shopify/Customer/7101"},
  "purchasingEntity":{"__typename":"PurchasingCompany",
    "company":{"id":"gid://shopify/Company/88101","name":"Redwood",
               "externalId":"C-7"},
    "location":{"id":"gid://shopify/CompanyLocation/99101",
                "taxSettings":{"taxRegistrationId":"123456782RT0001"}},
    "contact":{"id":"gid://shopify/CompanyContact/5","customer":{
      "defaultEmailAddress":{"emailAddress":"buyer@contoso.com"}}}},
  "shippingAddress":{"countryCodeV2":"CA"},
  "billingAddress":{"countryCodeV2":"US"}})";

TEST(ShopifyDecoderTest, GivesACompanyOrderToTheCompany) {
  const Record record = Shop().One(kCompanyOrder);
  const Order order = Shop().OrderOf(kCompanyOrder);
  EXPECT_EQ(order.customer_type, "company");
  EXPECT_EQ(order.customer_id, "88101");
  EXPECT_EQ(order.customer_name, "Redwood");
  EXPECT_EQ(order.email, "buyer@contoso.com");
  ASSERT_THAT(record.tax_ids, SizeIs(1));
  EXPECT_EQ(record.tax_ids[0].field,
            "purchasingEntity.location.taxSettings.taxRegistrationId");
  EXPECT_EQ(record.tax_ids[0].country, "CA");
  EXPECT_EQ(record.fields.Text("purchasingEntity.company.externalId"), "C-7");
}

TEST(ShopifyDecoderTest, PrefersTheLocationsOwnCountryForItsTaxId) {
  const std::string json = absl::StrReplaceAll(
      kCompanyOrder,
      {{R"("taxSettings")",
        R"("billingAddress":{"countryCode":"DE"},"taxSettings")"}});
  const Record record = Shop().One(json);
  ASSERT_THAT(record.tax_ids, SizeIs(1));
  EXPECT_EQ(record.tax_ids[0].country, "DE");
}

TEST(ShopifyDecoderTest, ReadsTheCompanyOfAWebhookOrder) {
  const Order order = Shop().OrderOf(
      R"({"id":2,"admin_graphql_api_id":"gid://shopify/Order/2",
          "company":{"id":88101,"location_id":99101},"customer":{"id":7}})");
  EXPECT_EQ(order.customer_type, "company");
  EXPECT_EQ(order.customer_id, "88101");
}

TEST(ShopifyDecoderTest, TakesOnlyTaxNumbersFromLocalizedFields) {
  const Record record = Shop().One(
      R"({"id":"gid://shopify/Order/3","localizedFields":{"nodes":[
          {"key":"TAX_CREDENTIAL_BR","value":"111.444.777-35",
           "countryCode":"BR","purpose":"TAX"},
          {"key":"TAX_CREDENTIAL_USE_MX","value":"G03","countryCode":"MX"},
          {"key":"TAX_CREDENTIAL_TYPE_CO","value":"31","countryCode":"CO"},
          {"key":"TAX_EMAIL_IT","value":"pec@contoso.com"},
          {"key":"TAX_CREDENTIAL_IT","value":"07643520567"}]}})");
  ASSERT_THAT(record.tax_ids, SizeIs(2));
  EXPECT_EQ(record.tax_ids[0].field, "localizedFields.TAX_CREDENTIAL_BR");
  EXPECT_EQ(record.tax_ids[0].value, "111.444.777-35");
  EXPECT_EQ(record.tax_ids[0].country, "BR");
  EXPECT_EQ(record.tax_ids[1].country, "IT") << "from the key";
}

TEST(ShopifyDecoderTest, ReadsDraftOrdersAsQuotes) {
  const Record record = Shop().One(
      R"({"id":"gid://shopify/DraftOrder/9","name":"#D9","status":"OPEN",
          "order":null,"totalPriceSet":{"shopMoney":{"amount":"12.00",
          "currencyCode":"USD"}},"createdAt":"2026-04-06T00:00:00Z"})");
  EXPECT_EQ(record.ref.ToString(), "shop/draft_order/9");
  const Order& open = std::get<Order>(record.body);
  EXPECT_TRUE(open.quote);
  EXPECT_FALSE(open.dead);
  EXPECT_EQ(open.state, "OPEN");
  EXPECT_EQ(open.amount->ToString(), "12");
  const Order completed = Shop().OrderOf(
      R"({"id":9,"status":"completed","invoice_url":"https://x","order_id":4})");
  EXPECT_TRUE(completed.quote && completed.dead);
  EXPECT_EQ(completed.state, "COMPLETED");
}

TEST(ShopifyDecoderTest, ReadsOneCustomerFromEveryShape) {
  for (absl::string_view json :
       {R"({"id":"gid://shopify/Customer/7101","displayName":"Ann Lee",
            "createdAt":"2026-04-01T10:00:00Z","state":"DISABLED",
            "defaultAddress":{"countryCodeV2":"US","zip":"98052"},
            "tags":["vip","b2b"]})",
        R"({"id":7101,"admin_graphql_api_id":"gid://shopify/Customer/7101",
            "first_name":"Ann","last_name":"Lee","state":"disabled",
            "created_at":"2026-04-01T06:00:00-04:00","tags":"vip, b2b",
            "default_address":{"country":"United States",
            "country_code":"US","zip":"98052"}})",
        R"({"id":"7101","firstName":"Ann","lastName":"Lee","tags":"vip,b2b",
            "createdAt":"2026-04-01T10:00:00Z",
            "addressesV2":{"edges":[
              {"node":{"countryCodeV2":"US","zip":"98052"}},
              {"node":{"countryCodeV2":"CA","zip":"H0H 0H0"}}]}})"}) {
    SCOPED_TRACE(std::string(json));
    const Record record = Shop().One(json);
    EXPECT_EQ(record.ref.ToString(), "shop/customer/7101");
    EXPECT_EQ(record.name, "Ann Lee");
    EXPECT_EQ(TimeText(record.created), "2026-04-01T10:00:00Z");
    const auto& customer = std::get<UpstreamCustomer>(record.body);
    EXPECT_EQ(customer.country, "US");
    EXPECT_EQ(customer.postal_code, "98052");
    EXPECT_EQ(customer.state, model::LifeState::kLive);
    EXPECT_THAT(customer.tags, ElementsAre("vip", "b2b"));
  }
}

TEST(ShopifyDecoderTest, TakesTheConfiguredCreationField) {
  ShopDecoding shop(model::System::kShopify, "shop");
  shop.source().created = {"metafields.erp.since", "createdAt"};
  const Record record = shop.One(
      R"({"id":"gid://shopify/Customer/1","createdAt":"2026-04-01T10:00:00Z",
          "metafields":{"nodes":[{"namespace":"erp","key":"since",
          "value":"2020-01-02"}]}})");
  EXPECT_EQ(TimeText(record.created), "2020-01-02T00:00:00Z");
}

TEST(ShopifyDecoderTest, FollowsACompanyByItsLocations) {
  absl::StatusOr<std::vector<Record>> records = Shop().All(
      R"({"id":"gid://shopify/Company/88101","name":"Redwood",
          "externalId":"C-7","createdAt":"2026-01-10T10:00:00Z",
          "mainContact":{"customer":{"email":"ops@contoso.com"}},
          "locations":{"nodes":[
           {"id":"gid://shopify/CompanyLocation/1","name":"Toronto",
            "taxSettings":{"taxRegistrationId":"123456782"},
            "billingAddress":{"countryCode":"US"},
            "shippingAddress":{"countryCode":"CA"}},
           {"id":"gid://shopify/CompanyLocation/2","name":"Berlin",
            "billingAddress":{"countryCode":"DE"}}]}})");
  ASSERT_TRUE(records.ok()) << records.status();
  ASSERT_THAT(*records, SizeIs(3));
  EXPECT_EQ((*records)[0].ref.ToString(), "shop/company/88101");
  EXPECT_EQ(std::get<UpstreamCustomer>((*records)[0].body).country, "CA");
  EXPECT_EQ((*records)[0].fields.Text("mainContact.customer.email"),
            "ops@contoso.com");
  const Record& toronto = (*records)[1];
  EXPECT_EQ(toronto.ref.ToString(), "shop/company_location/1");
  EXPECT_EQ(std::get<CompanyLocation>(toronto.body).company_id, "88101");
  EXPECT_EQ(std::get<CompanyLocation>(toronto.body).country, "CA");
  ASSERT_THAT(toronto.tax_ids, SizeIs(1));
  EXPECT_EQ(toronto.tax_ids[0].field, "taxSettings.taxRegistrationId");
  EXPECT_EQ(toronto.tax_ids[0].country, "CA");
  EXPECT_EQ(std::get<CompanyLocation>((*records)[2].body).country, "DE");
  EXPECT_THAT((*records)[2].tax_ids, IsEmpty());
}

TEST(ShopifyDecoderTest, GivesWebhookKeysTheirGraphqlNames) {
  const Record company = Shop().One(
      R"({"name":"Redwood","external_id":"C-7",
          "admin_graphql_api_id":"gid://shopify/Company/88101"})");
  EXPECT_EQ(company.ref.id, "88101");
  EXPECT_EQ(company.fields.Text("externalId"), "C-7");
  const Record location = Shop().One(
      R"({"admin_graphql_api_id":"gid://shopify/CompanyLocation/5",
          "company":{"admin_graphql_api_id":"gid://shopify/Company/88101"},
          "tax_registration":{"tax_id":"DE136695976"},
          "shipping_address":{"country_code":"DE"}})");
  EXPECT_EQ(std::get<CompanyLocation>(location.body).company_id, "88101");
  ASSERT_THAT(location.tax_ids, SizeIs(1));
  EXPECT_EQ(location.tax_ids[0].field, "taxSettings.taxRegistrationId");
  EXPECT_EQ(location.tax_ids[0].country, "DE");
}

TEST(ShopifyDecoderTest, ReadsTheChildLinesOfABulkExport) {
  const Record location = Shop().One(
      R"({"id":"gid://shopify/CompanyLocation/5","name":"Berlin",
          "__parentId":"gid://shopify/Company/88101"})",
      "company");
  EXPECT_EQ(location.ref.type, "company_location");
  EXPECT_EQ(std::get<CompanyLocation>(location.body).company_id, "88101");
  EXPECT_TRUE(IsPart({location}));
  const Order order = Shop().OrderOf(
      R"({"id":"gid://shopify/Order/5","createdAt":"2026-04-06T00:00:00Z",
          "__parentId":"gid://shopify/Customer/7"})",
      "customer");
  EXPECT_EQ(order.customer_id, "7");
  for (absl::string_view json :
       {R"({"id":"gid://shopify/LineItem/1","title":"Bicycle",
            "__parentId":"gid://shopify/Order/1"})",
        R"({"namespace":"erp","key":"vat","value":"DE1",
            "__parentId":"gid://shopify/Customer/1"})",
        R"({"id":"gid://shopify/CompanyContact/1","title":"Buyer",
            "__parentId":"gid://shopify/Company/1"})",
        R"({"id":"gid://shopify/Order/1",
            "__parentId":"gid://shopify/Customer/1"})"}) {
    SCOPED_TRACE(std::string(json));
    absl::StatusOr<std::vector<Record>> records = Shop().All(json, "order");
    ASSERT_TRUE(records.ok()) << records.status();
    EXPECT_THAT(*records, IsEmpty());
    EXPECT_TRUE(IsPart(*records));
  }
  // A location that stands alone is a row of a list of locations.
  EXPECT_FALSE(IsPart({Shop().One(
      R"({"id":"gid://shopify/CompanyLocation/5","name":"Berlin",
          "company":{"id":"gid://shopify/Company/88101"}})",
      "company_location")}));
}

TEST(ShopifyDecoderTest, NamesTheFieldThatIsMalformed) {
  const std::pair<absl::string_view, absl::string_view> kCases[] = {
      {R"({"id":"gid://shopify/Order/1","createdAt":"yesterday"})",
       "field 'createdAt': not a time"},
      {R"({"id":"gid://shopify/Order/1","cancelledAt":"2026-13-01T00:00:00Z"})",
       "field 'cancelledAt': not a time"},
      {R"({"id":"gid://shopify/Order/abc"})", "field 'id': not an id"},
      {R"({"id":"gid://shopify/Order/"})", "field 'id': missing"},
      {R"({"id":-5,"financial_status":"paid"})", "field 'id': not an id"},
      {R"({"name":"#1","financial_status":"paid"})", "field 'id': missing"},
      {R"({"id":0,"financial_status":"paid"})", "field 'id': 0 is no id"},
      {R"({"id":"gid://shopify/Order/1","customer":
          {"id":"gid://shopify/Company/2"}})",
       "field 'customer.id': the gid of something else"},
      {R"({"id":1,"admin_graphql_api_id":"gid://shopify/CompanyLocation/1"})",
       "field 'company.id': missing"},
      {R"({"id":"gid://shopify/Product/1"})", "type cannot be told"},
      {R"({"id":1})", "customer, order, draft_order, company"},
      {"[]", "not a JSON object"},
  };
  for (const auto& [json, message] : kCases) {
    SCOPED_TRACE(std::string(json));
    EXPECT_THAT(Shop().ErrorOf(json), HasSubstr(std::string(message)));
  }
  EXPECT_THAT(Shop().ErrorOf(kGraphqlOrder, "customer"),
              HasSubstr("the id of type 'customer' is expected"));
  EXPECT_THAT(Shop().ErrorOf(kGraphqlOrder, "quote"),
              HasSubstr("type 'quote'"));
}

}  // namespace
}  // namespace landfall::decode
