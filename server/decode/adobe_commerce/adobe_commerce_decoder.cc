// Turns one Adobe Commerce payload element into a customer, an order, a quote
// or a company.
#include "server/decode/adobe_commerce/adobe_commerce_decoder.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "server/base/status_macros.h"
#include "server/decode/adobe_commerce/adobe_order_amount.h"
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

constexpr model::System kSystem = model::System::kAdobeCommerce;

constexpr absl::string_view kShippingCountry =
    "extension_attributes.shipping_assignments.shipping.address.country_id";
constexpr absl::string_view kQuoteStatus =
    "extension_attributes.negotiable_quote.status";

const std::vector<NamedList>& NamedLists() {
  static const auto* const kLists = new std::vector<NamedList>{
      {"custom_attributes", "attribute_code", "value"},
      {"addresses.custom_attributes", "attribute_code", "value"},
      {"customer.custom_attributes", "attribute_code", "value"},
      {"billing_address.custom_attributes", "attribute_code", "value"},
  };
  return *kLists;
}

// What an order consists of says nothing about its customer, and a wholesale
// order has hundreds of lines, each of them once more in its shipping
// assignment. How it is paid is nobody's business here.
const std::vector<absl::string_view>& LeftOut() {
  static const auto* const kPaths = new std::vector<absl::string_view>{
      "items",
      "payment",
      "status_histories",
      "extension_attributes.shipping_assignments.items",
      "extension_attributes.applied_taxes",
      "extension_attributes.item_applied_taxes",
      "extension_attributes.payment_additional_info"};
  return *kPaths;
}

// The order matters: carts have fields of orders and customers.
constexpr TypeHint kHints[] = {
    {"extension_attributes.negotiable_quote.quote_id", "quote"},
    {"orig_order_id", "quote"},
    {"items_qty", "quote"},
    {"items_count", "quote"},
    {"increment_id", "order"},
    {"base_grand_total", "order"},
    {"customer_is_guest", "order"},
    {"company_name", "company"},
    {"company_email", "company"},
    {"super_user_id", "company"},
    {"firstname", "customer"},
    {"lastname", "customer"},
    {"website_id", "customer"},
    {"email", "customer"},
};

absl::Status ReadAdobeTimes(const DecodeContext& context, const Fields& fields,
                            Record* record) {
  return ReadTimes(context, fields, {"created_at"}, {"updated_at"}, record);
}

// The address that stands for the customer: where the bills go, else where the
// goods go, else the first one.
const Fields* HomeAddress(const std::vector<Fields>& addresses) {
  for (absl::string_view flag : {"default_billing", "default_shipping"}) {
    for (const Fields& address : addresses) {
      if (IsTrue(address, flag)) return &address;
    }
  }
  return addresses.empty() ? nullptr : &addresses.front();
}

// A company is whom the ledger knows; the person is who orders for it.
std::string CompanyOr(absl::string_view company, std::string person) {
  return company.empty() ? std::move(person) : std::string(company);
}

absl::StatusOr<Record> DecodeCustomer(const DecodeContext& context,
                                      absl::string_view element, std::string id,
                                      Fields fields) {
  Record record = StartRecord(context, "customer", std::move(id));
  LF_RETURN_IF_ERROR(ReadAdobeTimes(context, fields, &record));
  UpstreamCustomer customer;
  LF_ASSIGN_OR_RETURN(
      customer.shop_company,
      OptionalIntegerId(fields,
                        "extension_attributes.company_attributes.company_id"));
  LF_ASSIGN_OR_RETURN(
      std::vector<Fields> addresses,
      FlattenElements(element, "addresses", NamedLists(), LeftOut()));
  absl::string_view company;
  if (const Fields* home = HomeAddress(addresses); home != nullptr) {
    customer.country = std::string(FirstText(*home, {"country_id"}));
    customer.postal_code = std::string(FirstText(*home, {"postcode"}));
    company = FirstText(*home, {"company"});
  }
  for (const Fields& address : addresses) {
    AddTaxId(address, "vat_id", FirstText(address, {"country_id"}), &record);
  }
  for (model::QualifiedTaxId& tax_id : record.tax_ids) {
    tax_id.field = "addresses.vat_id";  // the path from the customer's own root
  }
  record.name = CompanyOr(company, FullName(fields, "firstname", "lastname"));
  record.fields = std::move(fields);
  record.body = std::move(customer);
  return record;
}

// Whose it is, from the paths that orders and carts have for it. The flag wins
// over an id: an order is a guest's when it was placed as one.
absl::Status SetCustomer(const Fields& fields, absl::string_view id_path,
                         Order* order) {
  order->customer_type = "customer";
  if (IsTrue(fields, "customer_is_guest")) return absl::OkStatus();
  LF_ASSIGN_OR_RETURN(order->customer_id, OptionalIntegerId(fields, id_path));
  return absl::OkStatus();
}

void SetCountries(const Fields& fields, Order* order) {
  // A virtual order has no shipping address, an order for several addresses
  // has one assignment for each.
  order->ship_countries =
      DistinctTexts(fields, {kShippingCountry, "shipping_address.country_id"});
  order->billing_country =
      std::string(FirstText(fields, {"billing_address.country_id"}));
}

absl::StatusOr<Record> DecodeOrder(const DecodeContext& context, std::string id,
                                   Fields fields) {
  Record record = StartRecord(context, "order", std::move(id));
  LF_RETURN_IF_ERROR(ReadAdobeTimes(context, fields, &record));
  Order order;
  order.number = std::string(FirstText(fields, {"increment_id"}));
  record.name = order.number;
  order.placed_at = record.created;
  LF_RETURN_IF_ERROR(SetCustomer(fields, "customer_id", &order));
  order.customer_name = CompanyOr(
      FirstText(fields,
                {"extension_attributes.company_order_attributes.company_name",
                 "billing_address.company"}),
      FullName(fields, "customer_firstname", "customer_lastname"));
  if (order.customer_name.empty()) {
    order.customer_name = FullName(fields, "billing_address.firstname",
                                   "billing_address.lastname");
  }
  order.email = std::string(
      FirstText(fields, {"customer_email", "billing_address.email"}));
  // `status` is a label of the merchant's own making.
  order.state = std::string(FirstText(fields, {"state"}));
  // The order was edited, and the child carries on in its place.
  LF_ASSIGN_OR_RETURN(const std::string child,
                      OptionalIntegerId(fields, "relation_child_id"));
  order.dead = !child.empty();
  order.amount = AdobeOrderAmount(fields);
  order.currency =
      absl::AsciiStrToUpper(FirstText(fields, {"base_currency_code"}));
  SetCountries(fields, &order);
  AddTaxId(fields, "customer_taxvat", order.billing_country, &record);
  AddTaxId(fields, "billing_address.vat_id", order.billing_country, &record);
  record.fields = std::move(fields);
  record.body = std::move(order);
  return record;
}

bool IsOver(absl::string_view status) {
  return status == "ordered" || status == "expired" || status == "declined" ||
         status == "closed";
}

absl::StatusOr<Record> DecodeQuote(const DecodeContext& context, std::string id,
                                   Fields fields) {
  Record record = StartRecord(context, "quote", id);
  LF_RETURN_IF_ERROR(ReadAdobeTimes(context, fields, &record));
  Order order;
  order.quote = true;
  order.number = std::move(id);
  record.name = std::string(
      FirstText(fields, {"extension_attributes.negotiable_quote.quote_name"}));
  if (record.name.empty()) record.name = order.number;
  order.placed_at = record.created;
  LF_RETURN_IF_ERROR(SetCustomer(
      fields, FirstPath(fields, {"customer.id", "customer_id"}), &order));
  order.customer_name =
      CompanyOr(FirstText(fields, {"billing_address.company"}),
                FullName(fields, "customer.firstname", "customer.lastname"));
  order.email = std::string(FirstText(
      fields, {"customer.email", "customer_email", "billing_address.email"}));
  order.state = std::string(FirstText(fields, {kQuoteStatus}));
  order.ignored = order.state.empty();  // a plain basket
  order.dead = IsOver(order.state);
  order.amount = ReadAmount(
      fields, FirstPath(fields, {"extension_attributes.negotiable_quote."
                                 "base_negotiated_total_price",
                                 "extension_attributes.negotiable_quote."
                                 "base_original_total_price",
                                 "base_grand_total"}));
  order.currency = absl::AsciiStrToUpper(
      FirstText(fields, {"currency.base_currency_code", "base_currency_code"}));
  SetCountries(fields, &order);
  record.fields = std::move(fields);
  record.body = std::move(order);
  return record;
}

absl::StatusOr<Record> DecodeCompany(const DecodeContext& context,
                                     std::string id, Fields fields) {
  Record record = StartRecord(context, "company", id);
  LF_RETURN_IF_ERROR(ReadAdobeTimes(context, fields, &record));
  record.name = std::string(FirstText(fields, {"company_name", "legal_name"}));
  CompanyLocation company;
  company.company_id = std::move(id);
  company.country = std::string(FirstText(fields, {"country_id"}));
  AddTaxId(fields, "vat_tax_id", company.country, &record);
  record.fields = std::move(fields);
  record.body = std::move(company);
  return record;
}

absl::StatusOr<Record> DecodeAs(const DecodeContext& context,
                                absl::string_view type,
                                absl::string_view element, Fields fields) {
  const absl::string_view path = type == "order" ? "entity_id" : "id";
  LF_ASSIGN_OR_RETURN(std::string id,
                      normalize::IntegerId(path, FirstText(fields, {path})));
  if (type == "customer") {
    return DecodeCustomer(context, element, std::move(id), std::move(fields));
  }
  if (type == "order") {
    return DecodeOrder(context, std::move(id), std::move(fields));
  }
  if (type == "quote") {
    return DecodeQuote(context, std::move(id), std::move(fields));
  }
  return DecodeCompany(context, std::move(id), std::move(fields));
}

}  // namespace

absl::StatusOr<std::vector<Record>> DecodeAdobeCommerce(
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
