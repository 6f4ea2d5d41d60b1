// Turns the fields of a Shopify order or draft order into an Order record.
#include "server/decode/shopify/shopify_order.h"

#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/base/status_macros.h"
#include "server/decode/record_builder.h"
#include "server/decode/shopify/shopify_fields.h"
#include "server/normalize/system_id.h"

namespace landfall::decode {
namespace {

using model::Fields;
using model::Order;
using model::Record;

struct MoneyPaths {
  absl::string_view amount;
  absl::string_view currency;
};

// Best first: what the order is worth after edits and refunds before what it
// was worth when it was placed, always in the shop's currency. The plain
// webhook totals are in the shop's currency as well; presentment money, which
// is what the buyer saw, is never read.
constexpr MoneyPaths kMoney[] = {
    {"currentTotalPriceSet.shopMoney.amount",
     "currentTotalPriceSet.shopMoney.currencyCode"},
    {"current_total_price_set.shop_money.amount",
     "current_total_price_set.shop_money.currency_code"},
    {"current_total_price", "currency"},
    {"totalPriceSet.shopMoney.amount", "totalPriceSet.shopMoney.currencyCode"},
    {"total_price_set.shop_money.amount",
     "total_price_set.shop_money.currency_code"},
    {"total_price", "currency"},
};

// The first total that is there speaks, also when it is no number: an older one
// would say what the order is not worth any more.
void SetMoney(const Fields& fields, Order* order) {
  MoneyPaths found = kMoney[0];
  for (const MoneyPaths& paths : kMoney) {
    if (FirstPath(fields, {paths.amount}).empty()) continue;
    found = paths;
    break;
  }
  order->amount = ReadAmount(fields, found.amount);
  order->currency = absl::AsciiStrToUpper(
      FirstText(fields, {found.currency, "currencyCode", "currency"}));
}

// Whose order it is: the company of a company order, else the customer. The
// order line of a customer's bulk export names its owner only as the parent.
absl::Status SetCustomer(const Fields& fields, Order* order) {
  const absl::string_view company =
      FirstPath(fields, {"purchasingEntity.company.id",
                         "company.admin_graphql_api_id", "company.id"});
  const absl::string_view parent = fields.Text("__parentId");
  const std::string parent_type = normalize::ShopifyTypeOf(parent);
  if (!company.empty() || parent_type == "company") {
    order->customer_type = "company";
    LF_ASSIGN_OR_RETURN(
        order->customer_id,
        ReadShopifyReference(fields, company.empty() ? "__parentId" : company,
                             "company"));
    return absl::OkStatus();
  }
  absl::string_view customer = FirstPath(
      fields, {"customer.id", "customer.admin_graphql_api_id",
               "customer.legacyResourceId", "customer_id", "customerId"});
  if (customer.empty() && normalize::ShopifyTypeOf(fields.Text(
                              "purchasingEntity.id")) == "customer") {
    customer = "purchasingEntity.id";
  }
  if (customer.empty() && parent_type == "customer") customer = "__parentId";
  order->customer_type = "customer";
  LF_ASSIGN_OR_RETURN(order->customer_id,
                      ReadShopifyReference(fields, customer, "customer"));
  return absl::OkStatus();
}

std::string EmailOf(const Fields& fields, const Order& order) {
  if (order.customer_type == "company") {
    // The company is the customer, and its contact speaks for it.
    const absl::string_view contact = FirstText(
        fields,
        {"purchasingEntity.contact.customer.defaultEmailAddress.emailAddress",
         "purchasingEntity.contact.customer.email"});
    if (!contact.empty()) return std::string(contact);
  }
  return std::string(
      FirstText(fields, {"email", "contact_email", "customer.email",
                         "customer.defaultEmailAddress.emailAddress"}));
}

std::string CustomerName(const Fields& fields, const Order& order) {
  if (order.customer_type == "company") {
    const absl::string_view company =
        FirstText(fields, {"purchasingEntity.company.name", "company.name"});
    if (!company.empty()) return std::string(company);
  }
  absl::string_view display = FirstText(fields, {"customer.displayName"});
  if (!display.empty()) return std::string(display);
  std::string name =
      FullName(fields, "customer.firstName", "customer.lastName");
  if (name.empty()) {
    name = FullName(fields, "customer.first_name", "customer.last_name");
  }
  if (!name.empty()) return name;
  return std::string(
      FirstText(fields, {"billingAddress.company", "billing_address.company",
                         "billingAddress.name", "billing_address.name",
                         "shippingAddress.company", "shipping_address.company",
                         "shippingAddress.name", "shipping_address.name"}));
}

void SetCountries(const Fields& fields, Order* order) {
  absl::string_view ship = ShopifyCountry(fields, "shippingAddress");
  if (ship.empty()) ship = ShopifyCountry(fields, "shipping_address");
  if (!ship.empty()) order->ship_countries.emplace_back(ship);
  absl::string_view bill = ShopifyCountry(fields, "billingAddress");
  if (bill.empty()) bill = ShopifyCountry(fields, "billing_address");
  order->billing_country = std::string(bill);
}

// The location's own address qualifies its tax ID. An order that was fetched
// without it is shipped and billed to that location all the same.
std::string LocationCountry(const Fields& fields, const Order& order) {
  for (absl::string_view address : {"shippingAddress", "billingAddress"}) {
    const absl::string_view country = ShopifyCountry(
        fields, absl::StrCat("purchasingEntity.location.", address));
    if (!country.empty()) return std::string(country);
  }
  if (!order.ship_countries.empty()) return order.ship_countries.front();
  return order.billing_country;
}

// TAX_CREDENTIAL_BR and its like. TAX_CREDENTIAL_TYPE_CO and
// TAX_CREDENTIAL_USE_MX say what kind of number it is and are none themselves.
void AddLocalizedTaxIds(const Fields& fields, Record* record) {
  for (const auto& [path, value] : fields.entries()) {
    absl::string_view key = path;
    if (!absl::ConsumePrefix(&key, "localizedFields.TAX_CREDENTIAL_") &&
        !absl::ConsumePrefix(&key, "localizationExtensions.TAX_CREDENTIAL_")) {
      continue;
    }
    if (key.size() != 2) continue;
    const absl::string_view country =
        FirstText(fields, {absl::StrCat(path, ".countryCode")});
    AddTaxId(fields, path, country.empty() ? key : country, record);
  }
}

void SetState(const Fields& fields, Order* order) {
  if (!order->quote) {
    order->state = absl::AsciiStrToUpper(
        FirstText(fields, {"displayFinancialStatus", "financial_status"}));
    order->ignored = IsTrue(fields, "test");
    return;
  }
  order->state = absl::AsciiStrToUpper(FirstText(fields, {"status"}));
  // A completed draft lives on as the order that it became.
  order->dead = order->state == "COMPLETED" ||
                !FirstPath(fields, {"order.id", "order_id"}).empty();
}

}  // namespace

absl::StatusOr<Record> DecodeShopifyOrder(const DecodeContext& context,
                                          absl::string_view type,
                                          std::string id, Fields fields) {
  Record record = StartRecord(context, type, std::move(id));
  Order order;
  order.quote = type == "draft_order";
  order.number = std::string(FirstText(fields, {"name", "order_number"}));
  record.name = order.number;
  SetState(fields, &order);
  // processedAt is when the order was placed. A migration creates old orders
  // anew: their createdAt is the day of the migration.
  LF_RETURN_IF_ERROR(
      ReadTimes(context, fields,
                {"processedAt", "processed_at", "createdAt", "created_at"},
                {"updatedAt", "updated_at"}, &record));
  order.placed_at = record.created;
  LF_ASSIGN_OR_RETURN(order.cancelled_at,
                      ReadTime(fields, {"cancelledAt", "cancelled_at"}));
  LF_RETURN_IF_ERROR(SetCustomer(fields, &order));
  SetMoney(fields, &order);
  order.email = EmailOf(fields, order);
  order.customer_name = CustomerName(fields, order);
  SetCountries(fields, &order);
  order.tags = Tags(fields, {"tags", "customer.tags"});
  const std::string country = LocationCountry(fields, order);
  for (absl::string_view path :
       {"purchasingEntity.location.taxSettings.taxRegistrationId",
        "purchasingEntity.location.taxRegistrationId"}) {
    AddTaxId(fields, path, country, &record);
  }
  AddLocalizedTaxIds(fields, &record);
  record.fields = std::move(fields);
  record.body = std::move(order);
  return record;
}

}  // namespace landfall::decode
