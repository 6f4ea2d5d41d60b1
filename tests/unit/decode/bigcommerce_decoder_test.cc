#include "server/decode/bigcommerce/bigcommerce_decoder.h"

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

using model::Order;
using model::Record;
using model::UpstreamCustomer;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const ShopDecoding& Shop() {
  static const auto* const kShop =
      new ShopDecoding(model::System::kBigCommerce, "b2b");
  return *kShop;
}

constexpr absl::string_view kOrder = R"({
  "id":3101,"customer_id":201,
  "date_created":"Mon, 06 Apr 2026 10:02:00 +0000",
  "date_modified":"Mon, 06 Apr 2026 12:02:00 +0200","date_shipped":"",
  "status_id":11,"status":"Ready to pick","total_ex_tax":"300.0000",
  "total_inc_tax":"361.9500","currency_code":"EUR",
  "default_currency_code":"CAD","store_default_currency_code":"",
  "billing_address":{"first_name":"Ann","last_name":"Lee",
    "company":"Maple Ridge","country":"United States","country_iso2":"US",
    "email":"buy@contoso.com",
    "form_fields":[{"name":"VAT","value":"123456782"}]},
  "shipping_addresses":{"url":"https://x/shippingaddresses","resource":"/o"},
  "is_deleted":false,"external_id":null})";

TEST(BigCommerceDecoderTest, ReadsAnOrder) {
  const Record record = Shop().One(kOrder);
  EXPECT_EQ(record.ref.ToString(), "b2b/order/3101");
  EXPECT_EQ(TimeText(record.created), "2026-04-06T10:02:00Z");
  EXPECT_EQ(TimeText(record.modified), "2026-04-06T10:02:00Z");
  EXPECT_EQ(record.fields.Text("billing_address.form_fields.VAT"), "123456782");
  const Order order = Shop().OrderOf(kOrder);
  EXPECT_EQ(order.number, "3101");
  EXPECT_EQ(order.customer_type, "customer");
  EXPECT_EQ(order.customer_id, "201");
  EXPECT_EQ(order.customer_name, "Maple Ridge");
  EXPECT_EQ(order.email, "buy@contoso.com");
  EXPECT_EQ(order.state, "11") << "labels can be renamed by the merchant";
  EXPECT_FALSE(order.quote || order.dead || order.ignored);
  EXPECT_EQ(order.placed_at, record.created);
  EXPECT_EQ(order.amount->ToString(), "361.95");
  EXPECT_EQ(order.currency, "CAD") << "not the shopper's display currency";
  EXPECT_THAT(order.ship_countries, IsEmpty()) << "only a link";
  EXPECT_EQ(order.billing_country, "US");
}

TEST(BigCommerceDecoderTest, SubtractsRefunds) {
  const auto amount = [](absl::string_view refunds) -> std::string {
    const Order order = Shop().OrderOf(absl::StrCat(
        R"({"id":1,"status_id":14,"total_inc_tax":"361.9500","refunds":)",
        refunds, "}"));
    return order.amount ? order.amount->ToString() : "unpriced";
  };
  EXPECT_EQ(amount("[]"), "361.95");
  EXPECT_EQ(amount(R"([{"id":1,"total_amount":"100.9500","items":[]},)"
                   R"({"id":2,"total_amount":1}])"),
            "260");
  EXPECT_EQ(amount(R"([{"id":1,"total_amount":400}])"), "0");
  EXPECT_EQ(amount(R"([{"id":1,"total_amount":null}])"), "unpriced");
}

TEST(BigCommerceDecoderTest, ListsEveryShipToCountryOnce) {
  const std::string json = absl::StrReplaceAll(
      kOrder, {{R"({"url":"https://x/shippingaddresses","resource":"/o"})",
                R"([{"country":"Canada","country_iso2":"CA"},
                    {"country":"France","country_iso2":""},
                    {"country":"Canada","country_iso2":"CA"},
                    {"country_iso2":"US"}])"}});
  EXPECT_THAT(Shop().OrderOf(json).ship_countries,
              ElementsAre("CA", "France", "US"));
}

TEST(BigCommerceDecoderTest, ReadsACsvRow) {
  const Order order = Shop().OrderOf(
      R"({"id":"5","customer_id":"0","status_id":"2","total_inc_tax":"10",
          "default_currency_code":"usd","is_deleted":"FALSE",
          "date_created":"2026-04-06T10:02:00Z",
          "shipping_addresses.country_iso2":"CA",
          "billing_address.email":"g@contoso.com"})");
  EXPECT_EQ(order.customer_id, "") << "0 is a guest";
  EXPECT_EQ(order.email, "g@contoso.com");
  EXPECT_EQ(order.currency, "USD");
  EXPECT_THAT(order.ship_countries, ElementsAre("CA"));
  EXPECT_EQ(TimeText(order.placed_at), "2026-04-06T10:02:00Z");
}

TEST(BigCommerceDecoderTest, TellsBasketsAndArchivedOrders) {
  EXPECT_TRUE(Shop().OrderOf(R"({"id":1,"status_id":0})").ignored);
  EXPECT_FALSE(Shop().OrderOf(R"({"id":1,"status_id":10})").ignored);
  EXPECT_TRUE(
      Shop().OrderOf(R"({"id":1,"status_id":2,"is_deleted":true})").dead);
}

TEST(BigCommerceDecoderTest, LeavesEmptyDatesAndAmountsOut) {
  const Record record = Shop().One(
      R"({"id":1,"status_id":2,"date_created":"","total_inc_tax":null})");
  EXPECT_EQ(record.created, std::nullopt);
  EXPECT_EQ(record.modified, std::nullopt);
  EXPECT_FALSE(std::get<Order>(record.body).amount.has_value());
}

TEST(BigCommerceDecoderTest, ReadsACustomer) {
  const Record record = Shop().One(
      R"({"id":201,"company":"Wholesale-X","first_name":"Purchasing",
          "last_name":"Desk","email":"p@contoso.com","customer_group_id":2,
          "date_created":"2026-03-11T09:00:00Z",
          "tax_exempt_category":"D","date_modified":"2026-03-12T09:00:00Z",
          "form_fields":[{"name":"VAT","value":"DE136695976",
                          "customer_id":201}],
          "attributes":[{"attribute_id":7,"attribute_value":"erp-9"}],
          "addresses":[{"country_code":"DE","postal_code":"80331"},
                       {"country_code":"US","postal_code":"98052"}]})");
  EXPECT_EQ(record.ref.ToString(), "b2b/customer/201");
  EXPECT_EQ(record.name, "Wholesale-X");
  EXPECT_EQ(TimeText(record.created), "2026-03-11T09:00:00Z");
  const auto& customer = std::get<UpstreamCustomer>(record.body);
  EXPECT_EQ(customer.country, "DE");
  EXPECT_EQ(customer.postal_code, "80331");
  EXPECT_EQ(record.fields.Text("form_fields.VAT"), "DE136695976");
  EXPECT_EQ(record.fields.Text("attributes.7"), "erp-9");
  EXPECT_THAT(record.tax_ids, IsEmpty()) << "an exemption code is no tax ID";
}

TEST(BigCommerceDecoderTest, NamesAPersonWithoutCompany) {
  EXPECT_EQ(
      Shop()
          .One(R"({"id":1,"company":" ","first_name":"Ann","last_name":""})",
               "customer")
          .name,
      "Ann");
}

TEST(BigCommerceDecoderTest, ReadsAQuoteOfTheB2bEdition) {
  const Record record = Shop().One(
      R"({"quoteId":77,"quoteNumber":"QN00077","status":0,
          "bcCustomerId":201,"userEmail":"p@contoso.com",
          "company":{"companyName":"Wholesale-X"},"totalAmount":"99.50",
          "currency":{"currencyCode":"USD"},
          "createdAt":"1775469720","updatedAt":1775469721,
          "extraFields":[{"fieldName":"VAT","fieldValue":"DE1"}]})");
  EXPECT_EQ(record.ref.ToString(), "b2b/quote/77");
  EXPECT_EQ(TimeText(record.created), "2026-04-06T10:02:00Z");
  EXPECT_EQ(TimeText(record.modified), "2026-04-06T10:02:01Z");
  const Order& quote = std::get<Order>(record.body);
  EXPECT_TRUE(quote.quote);
  EXPECT_FALSE(quote.dead);
  EXPECT_EQ(quote.number, "QN00077");
  EXPECT_EQ(quote.customer_id, "201");
  EXPECT_EQ(quote.customer_name, "Wholesale-X");
  EXPECT_EQ(quote.email, "p@contoso.com");
  EXPECT_EQ(quote.state, "0");
  EXPECT_EQ(quote.amount->ToString(), "99.5");
  EXPECT_EQ(quote.currency, "USD");
  EXPECT_EQ(record.fields.Text("extraFields.VAT"), "DE1");
}

TEST(BigCommerceDecoderTest, ReadsACompanyAndWhoBelongsToIt) {
  const Record record = Shop().One(
      R"({"companyId":"41","companyName":"Lakeshore","companyStatus":"1",
          "country":"US","uuid":"e-1","createdAt":"1775469720",
          "updatedAt":"1775469721",
          "extraFields":[{"fieldName":"VAT","fieldValue":"DE1"}]})");
  EXPECT_EQ(record.ref.ToString(), "b2b/company/41");
  EXPECT_EQ(record.name, "Lakeshore");
  EXPECT_EQ(TimeText(record.modified), "2026-04-06T10:02:01Z");
  EXPECT_EQ(record.fields.Text("extraFields.VAT"), "DE1");
  const auto& company = std::get<model::CompanyLocation>(record.body);
  EXPECT_EQ(company.company_id, "41");
  EXPECT_EQ(company.country, "US");
  const Record customer =
      Shop().One(R"({"id":7,"first_name":"Ann","companyId":"41"})", "customer");
  EXPECT_EQ(std::get<UpstreamCustomer>(customer.body).shop_company, "41");
}

TEST(BigCommerceDecoderTest, KnowsWhichQuotesAreOver) {
  for (const auto& [status, over] :
       std::vector<std::pair<int, bool>>{{0, false},
                                         {2, false},
                                         {3, false},
                                         {4, true},
                                         {5, true},
                                         {6, true},
                                         {7, false}}) {
    SCOPED_TRACE(status);
    const std::string json = absl::StrReplaceAll(
        R"({"quoteId":1,"status":$})", {{"$", std::to_string(status)}});
    EXPECT_EQ(Shop().OrderOf(json).dead, over);
  }
}

TEST(BigCommerceDecoderTest, NamesTheFieldThatIsMalformed) {
  const std::pair<absl::string_view, absl::string_view> kCases[] = {
      {R"({"status_id":2})", "field 'id': missing"},
      {R"({"id":"x","status_id":2})", "field 'id': not an id"},
      {R"({"id":1.5,"status_id":2})", "field 'id': not an id"},
      {R"({"quoteNumber":"Q"})", "field 'quoteId': missing"},
      {R"({"id":1,"status_id":2,"customer_id":"me"})",
       "field 'customer_id': not an id"},
      {R"({"id":1,"status_id":2,"date_created":"31 Feb 2026"})",
       "field 'date_created': not a time"},
      {R"({"quoteId":1,"createdAt":"-5"})", "field 'createdAt': not a time"},
      {R"({"quoteId":1,"createdAt":"999999999999999"})",
       "field 'createdAt': not a time"},
      {R"({"id":1})", "type cannot be told"},
  };
  for (const auto& [json, message] : kCases) {
    SCOPED_TRACE(std::string(json));
    EXPECT_THAT(Shop().ErrorOf(json), HasSubstr(std::string(message)));
  }
  EXPECT_THAT(
      Shop().ErrorOf(R"({"id":1})", "draft_order"),
      HasSubstr("bigcommerce has the types customer, order, quote, company"));
}

}  // namespace
}  // namespace landfall::decode
