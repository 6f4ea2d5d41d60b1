#include "server/decode/adobe_commerce/adobe_commerce_decoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
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
      new ShopDecoding(model::System::kAdobeCommerce, "mag");
  return *kShop;
}

constexpr absl::string_view kOrder = R"({
  "entity_id":8001,"increment_id":"000008001","state":"processing",
  "status":"my_own_label","created_at":"2026-04-06 21:40:00",
  "updated_at":"2026-04-06 22:40:00","customer_id":3101,
  "customer_is_guest":0,"customer_email":"desk@contoso.com",
  "customer_firstname":"Ann","customer_lastname":"Lee",
  "customer_taxvat":"DE136695976","base_grand_total":18400.000000000001,
  "base_currency_code":"USD","grand_total":17000,"order_currency_code":"EUR",
  "billing_address":{"country_id":"DE","vat_id":"DE811569869",
                     "email":"bill@contoso.com"},
  "extension_attributes":{"shipping_assignments":[
    {"shipping":{"address":{"country_id":"CA","vat_id":"1"}}},
    {"shipping":{"address":{"country_id":"US"}}},
    {"shipping":{"address":{"country_id":"CA"}}}]}})";

TEST(AdobeCommerceDecoderTest, ReadsAnOrder) {
  const Record record = Shop().One(kOrder);
  EXPECT_EQ(record.ref.ToString(), "mag/order/8001");
  EXPECT_EQ(TimeText(record.created), "2026-04-06T21:40:00Z");
  EXPECT_EQ(TimeText(record.modified), "2026-04-06T22:40:00Z");
  const Order order = Shop().OrderOf(kOrder);
  EXPECT_EQ(order.number, "000008001");
  EXPECT_EQ(order.customer_type, "customer");
  EXPECT_EQ(order.customer_id, "3101");
  EXPECT_EQ(order.customer_name, "Ann Lee");
  EXPECT_EQ(order.email, "desk@contoso.com");
  EXPECT_EQ(order.state, "processing") << "the label means nothing";
  EXPECT_FALSE(order.quote || order.dead || order.ignored);
  EXPECT_EQ(order.amount->ToString(), "18400") << "noise of a float";
  EXPECT_EQ(record.fields.Text("base_grand_total"), "18400.000000000001");
  EXPECT_EQ(order.currency, "USD") << "the base currency";
  EXPECT_THAT(order.ship_countries, ElementsAre("CA", "US"));
  EXPECT_EQ(order.billing_country, "DE");
}

TEST(AdobeCommerceDecoderTest, KeepsTheBillingCountryWithTheTaxIds) {
  const Record record = Shop().One(kOrder);
  ASSERT_THAT(record.tax_ids, SizeIs(2));
  EXPECT_EQ(record.tax_ids[0].field, "customer_taxvat");
  EXPECT_EQ(record.tax_ids[0].value, "DE136695976");
  EXPECT_EQ(record.tax_ids[0].country, "DE");
  EXPECT_EQ(record.tax_ids[1].field, "billing_address.vat_id");
  EXPECT_EQ(record.tax_ids[1].country, "DE");
}

TEST(AdobeCommerceDecoderTest, LeavesLinesAndPaymentOut) {
  const Record record = Shop().One(
      R"({"entity_id":1,"increment_id":"1","items":[{"sku":"a"}],
          "payment":{"cc_last4":"1111"},"extension_attributes":{
          "shipping_assignments":[{"items":[{"sku":"a"}],
          "shipping":{"address":{"country_id":"CA"}}}]}})");
  EXPECT_THAT(std::get<Order>(record.body).ship_countries, ElementsAre("CA"));
  EXPECT_EQ(record.fields.entries().size(), 3);
}

TEST(AdobeCommerceDecoderTest, RoundsFloatNoiseAndNothingElse) {
  const std::pair<absl::string_view, absl::string_view> kCases[] = {
      {"0.30000000000000004", "0.3"},
      {"7315.45", "7315.45"},
      {"1.0000000005", "1"},  // half to even
      {"1.0000000015", "1.000000002"},
      {"1.00000000050000001", "1.000000001"},
      {"1.9999999999999998", "2"},
      {"0.99999999999999989", "1"},
      {"1.5e-12", "0"},
      {"5E-10", "0"},
      {"1.84e4", "18400"},
      {"123456789.123456789", "123456789.123456789"},
      {"0", "0"},
  };
  for (const auto& [text, amount] : kCases) {
    SCOPED_TRACE(std::string(text));
    const Order order = Shop().OrderOf(
        absl::StrCat(R"({"entity_id":1,"base_grand_total":)", text, "}"));
    ASSERT_TRUE(order.amount.has_value());
    EXPECT_EQ(order.amount->ToString(), std::string(amount));
  }
}

TEST(AdobeCommerceDecoderTest, TellsGuestsByFlagOrMissingId) {
  EXPECT_EQ(
      Shop().OrderOf(R"({"entity_id":1,"base_grand_total":1})").customer_id,
      "");
  EXPECT_EQ(
      Shop()
          .OrderOf(R"({"entity_id":1,"customer_is_guest":1,"customer_id":5})")
          .customer_id,
      "");
  EXPECT_EQ(
      Shop()
          .OrderOf(R"({"entity_id":1,"customer_is_guest":0,"customer_id":5})")
          .customer_id,
      "5");
}

TEST(AdobeCommerceDecoderTest, ReadsAVirtualGuestOrder) {
  const Order order = Shop().OrderOf(
      R"({"entity_id":1,"increment_id":"1","customer_is_guest":1,
          "billing_address":{"country_id":"US","firstname":"Ann",
          "lastname":"Lee","email":"ann@contoso.com"}})");
  EXPECT_THAT(order.ship_countries, IsEmpty());
  EXPECT_EQ(order.billing_country, "US");
  EXPECT_EQ(order.customer_name, "Ann Lee");
  EXPECT_EQ(order.email, "ann@contoso.com");
}

TEST(AdobeCommerceDecoderTest, BuriesAnOrderThatWasReplaced) {
  EXPECT_TRUE(Shop()
                  .OrderOf(R"({"entity_id":1,"increment_id":"1",
                          "relation_child_id":"2"})")
                  .dead);
  EXPECT_FALSE(Shop()
                   .OrderOf(R"({"entity_id":1,"increment_id":"1",
                           "relation_parent_id":"2"})")
                   .dead);
}

TEST(AdobeCommerceDecoderTest, ReadsACustomer) {
  const Record record = Shop().One(
      R"({"id":3101,"group_id":3,"email":"desk@contoso.com","firstname":"Ann",
          "lastname":"Lee","created_at":"2026-02-20 12:00:00",
          "updated_at":"0000-00-00 00:00:00","taxvat":"DE136695976",
          "addresses":[
            {"country_id":"FR","vat_id":"FR40303265045","postcode":"75001"},
            {"country_id":"US","company":"Prairie Stores",
             "postcode":"98052","default_billing":true},
            {"country_id":"ES","vat_id":"B58818501",
             "default_shipping":true}],
          "custom_attributes":[
            {"attribute_code":"vat_number","value":"ATU13585627"}],
          "extension_attributes":{"company_attributes":
            {"company_id":12,"status":1}}})");
  EXPECT_EQ(record.ref.ToString(), "mag/customer/3101");
  EXPECT_EQ(record.name, "Prairie Stores");
  EXPECT_EQ(TimeText(record.created), "2026-02-20T12:00:00Z");
  EXPECT_EQ(record.modified, std::nullopt) << "the database's zero date";
  const auto& customer = std::get<UpstreamCustomer>(record.body);
  EXPECT_EQ(customer.country, "US") << "where the bills go";
  EXPECT_EQ(customer.postal_code, "98052");
  EXPECT_EQ(customer.shop_company, "12");
  EXPECT_EQ(record.fields.Text("taxvat"), "DE136695976");
  EXPECT_EQ(record.fields.Text("custom_attributes.vat_number"), "ATU13585627");
  ASSERT_THAT(record.tax_ids, SizeIs(2));
  EXPECT_EQ(record.tax_ids[0].field, "addresses.vat_id");
  EXPECT_EQ(record.tax_ids[0].value, "FR40303265045");
  EXPECT_EQ(record.tax_ids[0].country, "FR");
  EXPECT_EQ(record.tax_ids[1].value, "B58818501");
  EXPECT_EQ(record.tax_ids[1].country, "ES") << "not its neighbour's country";
}

TEST(AdobeCommerceDecoderTest, ReadsACustomerWithoutAddresses) {
  const Record record = Shop().One(
      R"({"id":1,"email":"a@contoso.com","firstname":"Ann","lastname":"Lee",
          "extension_attributes":{"company_attributes":{"company_id":0}}})");
  EXPECT_EQ(record.name, "Ann Lee");
  EXPECT_EQ(std::get<UpstreamCustomer>(record.body).country, "");
  EXPECT_EQ(std::get<UpstreamCustomer>(record.body).shop_company, "");
}

TEST(AdobeCommerceDecoderTest, ReadsACompany) {
  const Record record = Shop().One(
      R"({"id":12,"status":1,"company_name":"Prairie Stores",
          "company_email":"desk@contoso.com","vat_tax_id":"123456782",
          "country_id":"CA","super_user_id":3101})");
  EXPECT_EQ(record.ref.ToString(), "mag/company/12");
  EXPECT_EQ(record.name, "Prairie Stores");
  EXPECT_EQ(std::get<CompanyLocation>(record.body).company_id, "12");
  EXPECT_EQ(std::get<CompanyLocation>(record.body).country, "CA");
  ASSERT_THAT(record.tax_ids, SizeIs(1));
  EXPECT_EQ(record.tax_ids[0].field, "vat_tax_id");
  EXPECT_EQ(record.tax_ids[0].country, "CA");
}

std::string Cart(absl::string_view negotiable) {
  return absl::StrCat(
      R"({"id":40,"created_at":"2026-04-06 10:00:00","items_count":2,
          "customer":{"id":3101,"email":"desk@contoso.com",
                      "firstname":"Ann","lastname":"Lee"},
          "currency":{"base_currency_code":"USD",
                      "quote_currency_code":"EUR"},
          "extension_attributes":{)",
      negotiable, "}}");
}

TEST(AdobeCommerceDecoderTest, ReadsANegotiableQuote) {
  const std::string json = Cart(
      R"("negotiable_quote":{"quote_id":40,"status":"submitted_by_customer",
          "quote_name":"Fit-out","negotiated_total_price":80,
          "base_negotiated_total_price":99.5})");
  const Record record = Shop().One(json);
  EXPECT_EQ(record.ref.ToString(), "mag/quote/40");
  EXPECT_EQ(record.name, "Fit-out");
  const Order& quote = std::get<Order>(record.body);
  EXPECT_TRUE(quote.quote);
  EXPECT_FALSE(quote.dead || quote.ignored);
  EXPECT_EQ(quote.customer_id, "3101");
  EXPECT_EQ(quote.email, "desk@contoso.com");
  EXPECT_EQ(quote.state, "submitted_by_customer");
  EXPECT_EQ(quote.amount->ToString(), "99.5") << "in the base currency";
  EXPECT_EQ(quote.currency, "USD");
}

TEST(AdobeCommerceDecoderTest, KnowsWhichQuotesAreOver) {
  for (const auto& [status, over] :
       std::vector<std::pair<std::string, bool>>{{"created", false},
                                                 {"processing_by_admin", false},
                                                 {"draft_by_customer", false},
                                                 {"ordered", true},
                                                 {"expired", true},
                                                 {"declined", true},
                                                 {"closed", true}}) {
    SCOPED_TRACE(status);
    EXPECT_EQ(Shop()
                  .OrderOf(Cart(absl::StrCat(
                      R"("negotiable_quote":{"status":")", status, R"("})")))
                  .dead,
              over);
  }
}

TEST(AdobeCommerceDecoderTest, IgnoresAPlainCart) {
  EXPECT_TRUE(Shop().OrderOf(Cart("")).ignored);
}

TEST(AdobeCommerceDecoderTest, NamesTheFieldThatIsMalformed) {
  const std::pair<absl::string_view, absl::string_view> kCases[] = {
      {R"({"increment_id":"1"})", "field 'entity_id': missing"},
      {R"({"entity_id":true,"increment_id":"1"})",
       "field 'entity_id': not an id"},
      {R"({"entity_id":1,"increment_id":"1","created_at":"06/04/2026"})",
       "field 'created_at': not a time"},
      {R"({"entity_id":1,"increment_id":"1","customer_id":"x"})",
       "field 'customer_id': not an id"},
      {R"({"id":1,"firstname":"A","extension_attributes":
          {"company_attributes":{"company_id":"x"}}})",
       "field 'extension_attributes.company_attributes.company_id'"},
      {R"({"id":1})", "type cannot be told"},
  };
  for (const auto& [json, message] : kCases) {
    SCOPED_TRACE(std::string(json));
    EXPECT_THAT(Shop().ErrorOf(json), HasSubstr(std::string(message)));
  }
  EXPECT_THAT(Shop().ErrorOf(R"({"id":1})", "draft_order"),
              HasSubstr("has the types customer, order, quote, company"));
}

}  // namespace
}  // namespace landfall::decode
