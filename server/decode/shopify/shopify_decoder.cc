// Turns one Shopify payload element into records: tells what it is, gives
// webhook fields their GraphQL names where keys are read from them, and builds
// customers, companies and company locations.
#include "server/decode/shopify/shopify_decoder.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/base/field_error.h"
#include "server/base/status_macros.h"
#include "server/decode/flatten.h"
#include "server/decode/record_builder.h"
#include "server/decode/shopify/shopify_fields.h"
#include "server/decode/shopify/shopify_order.h"
#include "server/normalize/system_id.h"

namespace landfall::decode {
namespace {

using model::CompanyLocation;
using model::Fields;
using model::Record;
using model::UpstreamCustomer;

constexpr absl::string_view kTaxId = "taxSettings.taxRegistrationId";

const std::vector<NamedList>& NamedLists() {
  static const auto* const kLists = new std::vector<NamedList>{
      {"metafields", "key", "value", "namespace"},
      {"customer.metafields", "key", "value", "namespace"},
      {"localizedFields", "key", "value"},
      {"localizationExtensions", "key", "value"},
      {"note_attributes", "name", "value"},
      {"customAttributes", "key", "value"},
  };
  return *kLists;
}

// What an order consists of says nothing about its customer, and a wholesale
// order has hundreds of lines.
const std::vector<absl::string_view>& LeftOut() {
  static const auto* const kPaths = new std::vector<absl::string_view>{
      "lineItems",     "line_items",       "fulfillments",
      "refunds",       "shipping_lines",   "shippingLines",
      "tax_lines",     "taxLines",         "discount_applications",
      "transactions",  "discount_codes",   "discountApplications",
      "payment_terms", "fulfillmentOrders"};
  return *kPaths;
}

// Fields that tell the type of a payload without a gid. The order matters: a
// draft has fields of an order, and an order may have those of a location.
constexpr TypeHint kHints[] = {
    {"invoiceUrl", "draft_order"},
    {"invoice_url", "draft_order"},
    {"invoiceSentAt", "draft_order"},
    {"displayFinancialStatus", "order"},
    {"financial_status", "order"},
    {"currentTotalPriceSet.shopMoney.amount", "order"},
    {"current_total_price", "order"},
    {"processedAt", "order"},
    {"processed_at", "order"},
    {"order_number", "order"},
    {"company.id", "company_location"},
    {"company.admin_graphql_api_id", "company_location"},
    {"mainContact.id", "company"},
    {"main_contact_admin_graphql_api_id", "company"},
    {"customer_since", "company"},
    {"customerSince", "company"},
    {"displayName", "customer"},
    {"firstName", "customer"},
    {"lastName", "customer"},
    {"first_name", "customer"},
    {"last_name", "customer"},
    {"defaultEmailAddress.emailAddress", "customer"},
    {"verified_email", "customer"},
    {"numberOfOrders", "customer"},
    {"orders_count", "customer"},
};

std::string InferType(const Fields& fields) {
  for (absl::string_view path : {"id", "admin_graphql_api_id"}) {
    std::string type = normalize::ShopifyTypeOf(fields.Text(path));
    if (!type.empty()) return type;
  }
  std::string type = normalize::ShopifyTypeOf(
      absl::StrCat("gid://shopify/", fields.Text("__typename"), "/"));
  if (!type.empty()) return type;
  return std::string(TypeByHint(fields, kHints));
}

// The id, checked against the gid that webhooks carry beside the number.
absl::StatusOr<std::string> ReadId(absl::string_view type,
                                   const Fields& fields) {
  absl::string_view found =
      FirstPath(fields, {"id", "admin_graphql_api_id", "legacyResourceId"});
  if (found.empty()) {
    return base::FieldError("id", "missing; a record needs a number or a gid");
  }
  LF_RETURN_IF_ERROR(
      ReadShopifyReference(fields, "admin_graphql_api_id", type).status());
  LF_ASSIGN_OR_RETURN(std::string id,
                      ReadShopifyReference(fields, found, type));
  if (id.empty()) return base::FieldError(found, "0 is no id");
  return id;
}

// A webhook means the same as a GraphQL node: the values that keys are read
// from also get the path that the field map knows.
void AddGraphqlNames(absl::string_view type, Fields* fields) {
  if (type != "company" && type != "company_location") return;
  if (FirstText(*fields, {"externalId"}).empty()) {
    const std::string id(FirstText(*fields, {"external_id"}));
    if (!id.empty()) fields->AddString("externalId", id);
    fields->Sort();
  }
  if (type == "company_location" && FirstText(*fields, {kTaxId}).empty()) {
    const std::string tax_id(FirstText(
        *fields, {"taxRegistrationId", "tax_settings.tax_registration_id",
                  "tax_registration.tax_id", "tax_registration_id"}));
    if (!tax_id.empty()) fields->AddString(std::string(kTaxId), tax_id);
    fields->Sort();
  }
}

absl::Status ReadShopifyTimes(const DecodeContext& context,
                              const Fields& fields, Record* record) {
  return ReadTimes(context, fields, {"createdAt", "created_at"},
                   {"updatedAt", "updated_at"}, record);
}

// Country and postcode of one and the same address.
void SetHome(const Fields& fields, absl::string_view prefix,
             UpstreamCustomer* customer) {
  if (!customer->country.empty()) return;
  customer->country = std::string(ShopifyCountry(fields, prefix));
  customer->postal_code =
      std::string(FirstText(fields, {absl::StrCat(prefix, ".zip")}));
}

// The first address of a customer without a default one.
absl::Status SetHomeFromList(absl::string_view element,
                             UpstreamCustomer* customer) {
  for (absl::string_view list : {"addresses", "addressesV2"}) {
    LF_ASSIGN_OR_RETURN(
        std::vector<Fields> addresses,
        FlattenElements(element, list, NamedLists(), LeftOut()));
    if (addresses.empty() || !customer->country.empty()) continue;
    const Fields& first = addresses.front();
    customer->country = std::string(FirstText(
        first, {"countryCodeV2", "countryCode", "country_code", "country"}));
    customer->postal_code = std::string(FirstText(first, {"zip"}));
  }
  return absl::OkStatus();
}

std::string CustomerName(const Fields& fields) {
  const absl::string_view display = FirstText(fields, {"displayName"});
  if (!display.empty()) return std::string(display);
  std::string name = FullName(fields, "firstName", "lastName");
  if (name.empty()) name = FullName(fields, "first_name", "last_name");
  if (!name.empty()) return name;
  return std::string(
      FirstText(fields, {"defaultAddress.company", "default_address.company",
                         "addresses.company", "addressesV2.company"}));
}

absl::StatusOr<Record> DecodeCustomer(const DecodeContext& context,
                                      absl::string_view element, std::string id,
                                      Fields fields) {
  Record record = StartRecord(context, "customer", std::move(id));
  LF_RETURN_IF_ERROR(ReadShopifyTimes(context, fields, &record));
  record.name = CustomerName(fields);
  UpstreamCustomer customer;
  SetHome(fields, "defaultAddress", &customer);
  SetHome(fields, "default_address", &customer);
  if (customer.country.empty()) {
    LF_RETURN_IF_ERROR(SetHomeFromList(element, &customer));
  }
  // Whether the account is enabled says nothing about the customer: a disabled
  // one is a customer who never registered a password.
  customer.tags = Tags(fields, {"tags"});
  record.fields = std::move(fields);
  record.body = std::move(customer);
  return record;
}

// `company` is the id of the company that the location was found in, or "".
absl::StatusOr<Record> DecodeLocation(const DecodeContext& context,
                                      const std::string& company,
                                      Fields fields) {
  AddGraphqlNames("company_location", &fields);
  LF_ASSIGN_OR_RETURN(std::string id, ReadId("company_location", fields));
  Record record = StartRecord(context, "company_location", std::move(id));
  LF_RETURN_IF_ERROR(ReadShopifyTimes(context, fields, &record));
  record.name = std::string(FirstText(fields, {"name"}));
  CompanyLocation location;
  location.company_id = company;
  if (company.empty()) {
    LF_ASSIGN_OR_RETURN(
        location.company_id,
        ReadShopifyReference(
            fields,
            FirstPath(fields, {"company.id", "company.admin_graphql_api_id",
                               "company_id", "companyId", "__parentId"}),
            "company"));
  }
  if (location.company_id.empty()) {
    return base::FieldError(
        "company.id", "missing; a location must say whose location it is");
  }
  // The goods arrive at the location; its bills may go to headquarters abroad.
  for (absl::string_view address : {"shippingAddress", "shipping_address",
                                    "billingAddress", "billing_address"}) {
    location.country = std::string(ShopifyCountry(fields, address));
    if (!location.country.empty()) break;
  }
  AddTaxId(fields, kTaxId, location.country, &record);
  record.fields = std::move(fields);
  record.body = std::move(location);
  return record;
}

absl::StatusOr<std::vector<Record>> DecodeCompany(const DecodeContext& context,
                                                  absl::string_view element,
                                                  std::string id,
                                                  Fields fields) {
  std::vector<Record> records;
  records.push_back(StartRecord(context, "company", id));
  LF_RETURN_IF_ERROR(ReadShopifyTimes(context, fields, &records[0]));
  records[0].name = std::string(FirstText(fields, {"name"}));
  UpstreamCustomer company;
  SetHome(fields, "locations.shippingAddress", &company);
  SetHome(fields, "locations.billingAddress", &company);
  company.tags = Tags(fields, {"tags"});
  const bool has_locations = fields.Find("locations.id") != nullptr;
  records[0].fields = std::move(fields);
  records[0].body = std::move(company);
  if (!has_locations) return records;
  LF_ASSIGN_OR_RETURN(
      std::vector<Fields> locations,
      FlattenElements(element, "locations", NamedLists(), LeftOut()));
  for (Fields& location : locations) {
    if (location.Find("id") == nullptr) continue;
    LF_ASSIGN_OR_RETURN(Record record,
                        DecodeLocation(context, id, std::move(location)));
    records.push_back(std::move(record));
  }
  return records;
}

absl::StatusOr<std::vector<Record>> DecodeAs(const DecodeContext& context,
                                             absl::string_view type,
                                             absl::string_view element,
                                             Fields fields) {
  std::vector<Record> records;
  if (type == "company_location") {
    LF_ASSIGN_OR_RETURN(Record record,
                        DecodeLocation(context, "", std::move(fields)));
    records.push_back(std::move(record));
    return records;
  }
  AddGraphqlNames(type, &fields);
  LF_ASSIGN_OR_RETURN(std::string id, ReadId(type, fields));
  if (type == "company") {
    return DecodeCompany(context, element, std::move(id), std::move(fields));
  }
  absl::StatusOr<Record> record =
      type == "customer"
          ? DecodeCustomer(context, element, std::move(id), std::move(fields))
          : DecodeShopifyOrder(context, type, std::move(id), std::move(fields));
  LF_RETURN_IF_ERROR(record.status());
  records.push_back(*std::move(record));
  return records;
}

}  // namespace

absl::StatusOr<std::vector<Record>> DecodeShopify(const DecodeContext& context,
                                                  absl::string_view element) {
  LF_ASSIGN_OR_RETURN(Fields fields,
                      FlattenJson(element, NamedLists(), LeftOut()));
  std::string type = context.type.empty() ? InferType(fields) : context.type;
  if (!FirstText(fields, {"__parentId"}).empty()) {
    type = normalize::ShopifyTypeOf(fields.Text("id"));
    const bool pointer = type != "company_location" &&
                         FirstPath(fields, {"createdAt", "created_at"}).empty();
    if (type.empty() || pointer) return std::vector<Record>();
  }
  LF_RETURN_IF_ERROR(normalize::CheckType(model::System::kShopify, type));
  return DecodeAs(context, type, element, std::move(fields));
}

}  // namespace landfall::decode
