// Turns one BigCommerce payload element into a customer, an order, a quote or a
// company.
#include "server/decode/bigcommerce/bigcommerce_decoder.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "server/base/status_macros.h"
#include "server/decode/flatten.h"
#include "server/decode/record_builder.h"
#include "server/model/system.h"
#include "server/normalize/system_id.h"

namespace landfall::decode {
namespace {

using model::CompanyLocation;
using model::Fields;
using model::Order;
using model::Record;
using model::UpstreamCustomer;

constexpr model::System kSystem = model::System::kBigCommerce;

const std::vector<NamedList>& NamedLists() {
  static const auto* const kLists = new std::vector<NamedList>{
      {"form_fields", "name", "value"},
      {"billing_address.form_fields", "name", "value"},
      {"shipping_addresses.form_fields", "name", "value"},
      {"addresses.form_fields", "name", "value"},
      {"attributes", "name", "value"},
      {"attributes", "attribute_id", "attribute_value"},
      {"metafields", "key", "value", "namespace"},
      {"extraFields", "fieldName", "fieldValue"},
      {"extraInfo.extraFields", "fieldName", "fieldValue"},
  };
  return *kLists;
}

// What an order consists of says nothing about its customer, and a wholesale
// order has hundreds of lines. How it is paid is nobody's business here.
const std::vector<absl::string_view>& LeftOut() {
  static const auto* const kPaths =
      new std::vector<absl::string_view>{"products",
                                         "productsList",
                                         "coupons",
                                         "consignments",
                                         "fees",
                                         "shipping_addresses.line_items",
                                         "shipping_addresses.shipping_quotes",
                                         "refunds.items",
                                         "refunds.payments"};
  return *kPaths;
}

constexpr TypeHint kHints[] = {
    {"companyStatus", "company"},
    {"quoteId", "quote"},
    {"quoteNumber", "quote"},
    {"quoteTitle", "quote"},
    {"status_id", "order"},
    {"total_inc_tax", "order"},
    {"default_currency_code", "order"},
    {"order_source", "order"},
    {"customer_group_id", "customer"},
    {"first_name", "customer"},
    {"last_name", "customer"},
    {"email", "customer"},
};

// A company is whom the ledger knows; the person is who ordered for it.
std::string CompanyOr(absl::string_view company, std::string person) {
  return company.empty() ? std::move(person) : std::string(company);
}

absl::StatusOr<Record> DecodeCustomer(const DecodeContext& context,
                                      absl::string_view element, std::string id,
                                      Fields fields) {
  Record record = StartRecord(context, "customer", std::move(id));
  LF_RETURN_IF_ERROR(
      ReadTimes(context, fields, {"date_created"}, {"date_modified"}, &record));
  record.name = CompanyOr(FirstText(fields, {"company"}),
                          FullName(fields, "first_name", "last_name"));
  UpstreamCustomer customer;
  // Of the B2B Edition; the connector adds it.
  LF_ASSIGN_OR_RETURN(customer.shop_company,
                      OptionalIntegerId(fields, "companyId"));
  LF_ASSIGN_OR_RETURN(
      std::vector<Fields> addresses,
      FlattenElements(element, "addresses", NamedLists(), LeftOut()));
  if (!addresses.empty()) {
    // BigCommerce marks no address as the default one.
    const Fields& first = addresses.front();
    customer.country = std::string(
        FirstText(first, {"country_code", "country_iso2", "country"}));
    customer.postal_code =
        std::string(FirstText(first, {"postal_code", "zip"}));
  }
  record.fields = std::move(fields);
  record.body = std::move(customer);
  return record;
}

// An order as BigCommerce hands it out has only a link to its shipping
// addresses; then there is no country here.
absl::Status SetShipCountries(absl::string_view element, const Fields& fields,
                              Order* order) {
  if (FirstPath(fields, {"shipping_addresses.country_iso2",
                         "shipping_addresses.country"})
          .empty()) {
    return absl::OkStatus();
  }
  LF_ASSIGN_OR_RETURN(
      std::vector<Fields> addresses,
      FlattenElements(element, "shipping_addresses", NamedLists(), LeftOut()));
  Fields countries;
  for (const Fields& address : addresses) {
    countries.AddString("country", std::string(FirstText(
                                       address, {"country_iso2", "country"})));
  }
  order->ship_countries = DistinctTexts(countries, {"country"});
  if (addresses.empty()) {  // a CSV row
    order->ship_countries = DistinctTexts(
        fields,
        {"shipping_addresses.country_iso2", "shipping_addresses.country"});
  }
  return absl::OkStatus();
}

// What the order is worth now: as it was placed or last edited, less what was
// given back. Its own refunded_amount is always 0; the refunds are those that
// the connector puts beside it.
absl::StatusOr<std::optional<base::Decimal>> AmountOf(absl::string_view element,
                                                      const Fields& fields) {
  std::optional<base::Decimal> amount = ReadAmount(fields, "total_inc_tax");
  if (FirstPath(fields, {"refunds.id", "refunds.total_amount"}).empty()) {
    return amount;
  }
  LF_ASSIGN_OR_RETURN(
      const std::vector<Fields> refunds,
      FlattenElements(element, "refunds", NamedLists(), LeftOut()));
  for (const Fields& refund : refunds) {
    if (!amount) return amount;
    const std::optional<base::Decimal> back =
        ReadAmount(refund, "total_amount");
    amount =
        back ? std::optional<base::Decimal>(*amount - *back) : std::nullopt;
  }
  if (!amount) return amount;
  if (*amount < base::Decimal()) return base::Decimal();
  if (!amount->Fits(base::kAmountLimits)) return std::nullopt;
  return amount->Shortest();
}

absl::StatusOr<Record> DecodeOrder(const DecodeContext& context,
                                   absl::string_view element, std::string id,
                                   Fields fields) {
  Record record = StartRecord(context, "order", id);
  LF_RETURN_IF_ERROR(
      ReadTimes(context, fields, {"date_created"}, {"date_modified"}, &record));
  Order order;
  order.number = std::move(id);  // the number that people use is the id
  record.name = order.number;
  order.placed_at = record.created;
  order.customer_type = "customer";
  LF_ASSIGN_OR_RETURN(order.customer_id,
                      OptionalIntegerId(fields, "customer_id"));
  order.customer_name =
      CompanyOr(FirstText(fields, {"companyName", "billing_address.company"}),
                FullName(fields, "billing_address.first_name",
                         "billing_address.last_name"));
  order.email = std::string(FirstText(fields, {"billing_address.email"}));
  // The label beside it can be renamed by the merchant; the number cannot.
  order.state = std::string(FirstText(fields, {"status_id"}));
  order.ignored = order.state == "0";  // Incomplete: a basket, not an order
  order.dead = IsTrue(fields, "is_deleted");
  LF_ASSIGN_OR_RETURN(order.amount, AmountOf(element, fields));
  // currency_code is only what the shopper saw the prices in.
  order.currency =
      absl::AsciiStrToUpper(FirstText(fields, {"default_currency_code"}));
  LF_RETURN_IF_ERROR(SetShipCountries(element, fields, &order));
  order.billing_country = std::string(FirstText(
      fields, {"billing_address.country_iso2", "billing_address.country"}));
  record.fields = std::move(fields);
  record.body = std::move(order);
  return record;
}

absl::StatusOr<Record> DecodeQuote(const DecodeContext& context, std::string id,
                                   Fields fields) {
  Record record = StartRecord(context, "quote", id);
  LF_ASSIGN_OR_RETURN(record.created,
                      ReadUnixTime(fields, {"createdAt", "created_at"}));
  LF_ASSIGN_OR_RETURN(record.modified,
                      ReadUnixTime(fields, {"updatedAt", "updated_at"}));
  Order order;
  order.quote = true;
  order.number = std::string(FirstText(fields, {"quoteNumber"}));
  if (order.number.empty()) order.number = std::move(id);
  record.name = order.number;
  order.placed_at = record.created;
  order.customer_type = "customer";
  LF_ASSIGN_OR_RETURN(
      order.customer_id,
      OptionalIntegerId(fields, FirstPath(fields, {"bcCustomerId", "customerId",
                                                   "customer_id"})));
  order.customer_name = std::string(
      FirstText(fields, {"company", "companyName", "contactInfo.companyName",
                         "company.companyName", "contactInfo.name"}));
  order.email = std::string(
      FirstText(fields, {"contactInfo.email", "customerEmail", "userEmail"}));
  order.state = std::string(FirstText(fields, {"status"}));
  // Ordered (it is an order now), expired, archived.
  order.dead = order.state == "4" || order.state == "5" || order.state == "6";
  order.amount =
      ReadAmount(fields, FirstPath(fields, {"grandTotal", "totalAmount"}));
  order.currency = absl::AsciiStrToUpper(
      FirstText(fields, {"currency.currencyCode", "currencyCode", "currency"}));
  order.ship_countries = DistinctTexts(
      fields, {"shippingAddress.countryCode", "shippingAddress.country"});
  order.billing_country = std::string(FirstText(
      fields, {"billingAddress.countryCode", "billingAddress.country"}));
  record.fields = std::move(fields);
  record.body = std::move(order);
  return record;
}

// A company of the B2B Edition is no customer itself: it lends its keys to the
// customers that belong to it.
absl::StatusOr<Record> DecodeCompany(const DecodeContext& context,
                                     std::string id, Fields fields) {
  Record record = StartRecord(context, "company", id);
  LF_ASSIGN_OR_RETURN(record.created, ReadUnixTime(fields, {"createdAt"}));
  LF_ASSIGN_OR_RETURN(record.modified, ReadUnixTime(fields, {"updatedAt"}));
  record.name = std::string(FirstText(fields, {"companyName"}));
  CompanyLocation company;
  company.company_id = std::move(id);
  company.country = std::string(FirstText(fields, {"country"}));
  record.fields = std::move(fields);
  record.body = std::move(company);
  return record;
}

absl::StatusOr<std::string> ReadId(absl::string_view type,
                                   const Fields& fields) {
  if (type == "company") {
    return normalize::IntegerId("companyId", FirstText(fields, {"companyId"}));
  }
  const absl::string_view path =
      type == "quote" ? FirstPath(fields, {"quoteId", "id"}) : "id";
  return normalize::IntegerId(path.empty() ? "quoteId" : path,
                              FirstText(fields, {path}));
}

absl::StatusOr<Record> DecodeAs(const DecodeContext& context,
                                absl::string_view type,
                                absl::string_view element, Fields fields) {
  LF_ASSIGN_OR_RETURN(std::string id, ReadId(type, fields));
  if (type == "customer") {
    return DecodeCustomer(context, element, std::move(id), std::move(fields));
  }
  if (type == "order") {
    return DecodeOrder(context, element, std::move(id), std::move(fields));
  }
  if (type == "company") {
    return DecodeCompany(context, std::move(id), std::move(fields));
  }
  return DecodeQuote(context, std::move(id), std::move(fields));
}

}  // namespace

absl::StatusOr<std::vector<Record>> DecodeBigCommerce(
    const DecodeContext& context, absl::string_view element) {
  LF_ASSIGN_OR_RETURN(Fields fields,
                      FlattenJson(element, NamedLists(), LeftOut()));
  const std::string type = context.type.empty()
                               ? std::string(TypeByHint(fields, kHints))
                               : context.type;
  LF_RETURN_IF_ERROR(normalize::CheckType(kSystem, type));
  LF_ASSIGN_OR_RETURN(Record record,
                      DecodeAs(context, type, element, std::move(fields)));
  std::vector<Record> records;
  records.push_back(std::move(record));
  return records;
}

}  // namespace landfall::decode
