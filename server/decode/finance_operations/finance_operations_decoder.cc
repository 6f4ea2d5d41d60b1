// Turns a Finance & Operations row into a master customer, a document, a row of
// a reference set or an error event. Entry point: DecodeFinanceOperations.
#include "server/decode/finance_operations/finance_operations_decoder.h"

#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "server/base/field_error.h"
#include "server/base/status_macros.h"
#include "server/decode/finance_operations/dual_write_error.h"
#include "server/decode/flatten.h"
#include "server/decode/odata.h"
#include "server/decode/record_builder.h"
#include "server/normalize/system_id.h"
#include "server/preflight/table_maps.h"

namespace landfall::decode {
namespace {

using model::Fields;
using model::Record;

// The columns that the rules and the default field map read, as OData spells
// them.
constexpr absl::string_view kColumns[] = {"dataAreaId",
                                          "CustomerAccount",
                                          "PartyType",
                                          "OrganizationName",
                                          "NameAlias",
                                          "KnownAs",
                                          "PersonFirstName",
                                          "PersonMiddleName",
                                          "PersonLastName",
                                          "PartyNumber",
                                          "PrimaryContactEmail",
                                          "PrimaryContactPhone",
                                          "AddressCountryRegionId",
                                          "AddressCountryRegionISOCode",
                                          "AddressZipCode",
                                          "DeliveryAddressCountryRegionId",
                                          "DeliveryAddressCountryRegionISOCode",
                                          "InvoiceAddressCountryRegionId",
                                          "TaxExemptNumber",
                                          "IdentificationNumber",
                                          "TaxRegistrationId",
                                          "NationalRegistryNumber",
                                          "FiscalCode",
                                          "RFCNumber",
                                          "OrganizationNumber",
                                          "BrazilianCNPJOrCPF",
                                          "PANNumber",
                                          "CustomerGroupId",
                                          "SalesCurrencyCode",
                                          "PaymentTerms",
                                          "PaymentMethod",
                                          "InvoiceAccount",
                                          "OnHoldStatus",
                                          "IsOneTimeCustomer",
                                          "ContactPersonId",
                                          "PartyCountry",
                                          "PartyState",
                                          "Name",
                                          "Description",
                                          "PaymentTermId",
                                          "SalesOrderNumber",
                                          "SalesOrderName",
                                          "SalesOrderStatus",
                                          "OrderingCustomerAccountNumber",
                                          "InvoiceCustomerAccountNumber",
                                          "CustomersOrderReference",
                                          "CustomerRequisitionNumber",
                                          "OrderCreationDateTime",
                                          "InvoiceNumber",
                                          "InvoiceDate",
                                          "CreatedDateTime",
                                          "ModifiedDateTime",
                                          "ProjectName",
                                          "RecordIdentifier",
                                          "ProviderType",
                                          "ExternalEntityName",
                                          "InternalEntityName",
                                          "DetailedErrorMessage",
                                          "CDSPayload",
                                          "RecId",
                                          "ErrorCode",
                                          "recordId",
                                          "errorMessage",
                                          "logDateTime",
                                          "sourceField"};

using Spellings = std::map<std::string, std::string>;

void AddSpelling(absl::string_view name, Spellings* spellings) {
  (*spellings)[absl::AsciiStrToLower(name)] = std::string(name);
}

Spellings MakeKnownSpellings() {
  Spellings spellings;
  for (const model::TableMap& map : preflight::BuiltInTableMaps()) {
    for (const model::MappedField& f : map.fields) {
      AddSpelling(f.master_field, &spellings);
    }
  }
  for (absl::string_view column : kColumns) AddSpelling(column, &spellings);
  return spellings;
}

// The configuration may name columns of its own in the case it likes.
Spellings ConfiguredSpellings(const model::Source& source) {
  Spellings spellings;
  for (const std::string& f : source.created) AddSpelling(f, &spellings);
  for (const std::string& f : source.keys.email) AddSpelling(f, &spellings);
  for (const std::string& f : source.keys.tax_id) AddSpelling(f, &spellings);
  for (const model::ExternalIdField& f : source.keys.external_id) {
    AddSpelling(f.field, &spellings);
  }
  for (const std::string& f : source.mapped_columns) {
    AddSpelling(f, &spellings);
  }
  return spellings;
}

Fields WithOneSpelling(const model::Source& source, const Fields& fields) {
  static const Spellings& known = *new Spellings(MakeKnownSpellings());
  const Spellings configured = ConfiguredSpellings(source);
  Fields spelled;
  for (const auto& [path, value] : fields.entries()) {
    const std::string lower = absl::AsciiStrToLower(path);
    std::string name(path);
    if (auto it = known.find(lower); it != known.end()) name = it->second;
    if (auto it = configured.find(lower);
        it != configured.end() && !known.count(lower)) {
      name = it->second;
    }
    spelled.Add(name, value);
  }
  spelled.Sort();
  return spelled;
}

std::string InferType(const Fields& fields) {
  const std::string set = ODataSet(fields);
  if (absl::StartsWithIgnoreCase(set, "Customers")) return "customer";
  if (absl::EqualsIgnoreCase(set, "CustomerGroups")) return "customer_group";
  if (absl::StartsWithIgnoreCase(set, "PaymentTerms")) return "payment_terms";
  if (absl::StartsWithIgnoreCase(set, "CustomerPaymentMethods")) {
    return "payment_method";
  }
  if (absl::StartsWithIgnoreCase(set, "PaymentDays")) return "payment_day";
  if (absl::StartsWithIgnoreCase(set, "PaymentSchedules")) {
    return "payment_schedule";
  }
  if (absl::StartsWithIgnoreCase(set, "DualWriteErrorLog")) return "error";
  if (absl::StartsWithIgnoreCase(set, "SalesOrderHeaders")) {
    return "sales_order";
  }
  if (absl::StartsWithIgnoreCase(set, "SalesInvoiceHeaders")) {
    return "sales_invoice";
  }
  if (!set.empty()) return "";
  if (fields.Find("CustomerAccount") != nullptr) return "customer";
  if (fields.Find("DetailedErrorMessage") != nullptr ||
      fields.Find("errorMessage") != nullptr) {
    return "error";
  }
  if (fields.Find("InvoiceNumber") != nullptr) return "sales_invoice";
  if (fields.Find("SalesOrderNumber") != nullptr) return "sales_order";
  if (fields.Find("CustomerGroupId") != nullptr) return "customer_group";
  if (fields.Find("PaymentTermId") != nullptr ||
      fields.Find("Name") != nullptr) {
    return "payment_terms";
  }
  return "";
}

absl::StatusOr<std::string> ReadArea(const DecodeContext& context,
                                     const Fields& fields) {
  absl::string_view area = FirstText(fields, {"dataAreaId"});
  if (area.empty()) area = absl::StripAsciiWhitespace(context.company);
  if (area.empty()) {
    return base::FieldError(
        "dataAreaId",
        "missing; a row belongs to a legal entity, which the "
        "column or the company of the request names");
  }
  if (absl::StrContains(area, ':')) {
    return base::FieldError("dataAreaId",
                            "holds a colon; no legal entity does");
  }
  return std::string(area);
}

std::string CustomerName(const Fields& fields) {
  const absl::string_view organization =
      FirstText(fields, {"OrganizationName"});
  if (!organization.empty()) return std::string(organization);
  std::string person = FullName(fields, "PersonFirstName", "PersonLastName");
  if (!person.empty()) return person;
  return std::string(FirstText(fields, {"NameAlias", "KnownAs"}));
}

// CustVendorBlocked: No 0, Invoice 1, All 2; the other values stop payments or
// requisitions only.
bool IsBlocked(const Fields& fields) {
  const absl::string_view status = FirstText(fields, {"OnHoldStatus"});
  return absl::EqualsIgnoreCase(status, "All") ||
         absl::EqualsIgnoreCase(status, "Invoice") || status == "1" ||
         status == "2";
}

absl::StatusOr<Record> DecodeCustomer(const DecodeContext& context,
                                      const Fields& fields) {
  model::MasterCustomer customer;
  LF_ASSIGN_OR_RETURN(customer.entity, ReadArea(context, fields));
  customer.account = std::string(FirstText(fields, {"CustomerAccount"}));
  if (customer.account.empty()) {
    return base::FieldError("CustomerAccount",
                            "missing; it identifies the customer");
  }
  customer.country = std::string(
      FirstText(fields, {"AddressCountryRegionISOCode",
                         "AddressCountryRegionId", "PartyCountry"}));
  customer.postal_code = std::string(FirstText(fields, {"AddressZipCode"}));
  customer.blocked = IsBlocked(fields);
  Record record =
      StartRecord(context, "customer",
                  normalize::EntityId(customer.entity, customer.account));
  record.name = CustomerName(fields);
  // The entity has no time of creation or change: only what the configuration
  // names is one.
  LF_RETURN_IF_ERROR(ReadTimes(context, fields, {}, {}, &record));
  record.body = std::move(customer);
  record.fields = WithoutAnnotations(fields);
  return record;
}

absl::StatusOr<Record> DecodeReference(const DecodeContext& context,
                                       absl::string_view type,
                                       const Fields& fields) {
  const absl::string_view column =
      type == "customer_group"
          ? "CustomerGroupId"
          : (FirstText(fields, {"Name"}).empty() ? "PaymentTermId" : "Name");
  model::Reference reference;
  LF_ASSIGN_OR_RETURN(reference.entity, ReadArea(context, fields));
  reference.code = std::string(FirstText(fields, {column}));
  if (reference.code.empty()) {
    return base::FieldError(
        type == "customer_group" ? "CustomerGroupId" : "Name",
        "missing; it identifies the row");
  }
  reference.name = std::string(FirstText(fields, {"Description"}));
  Record record = StartRecord(
      context, type, normalize::EntityId(reference.entity, reference.code));
  record.name = reference.name;
  record.body = std::move(reference);
  record.fields = WithoutAnnotations(fields);
  return record;
}

// SalesOrderHeadersV2 to V4 and SalesInvoiceHeadersV2. An invoice of free text
// is one without a sales order.
absl::StatusOr<Record> DecodeDocument(const DecodeContext& context,
                                      absl::string_view type,
                                      const Fields& fields) {
  const bool order = type == "sales_order";
  const absl::string_view column = order ? "SalesOrderNumber" : "InvoiceNumber";
  model::Document document;
  LF_ASSIGN_OR_RETURN(document.entity, ReadArea(context, fields));
  document.number = std::string(FirstText(fields, {column}));
  if (document.number.empty()) {
    return base::FieldError(column, "missing; it identifies the document");
  }
  const absl::string_view account = FirstText(
      fields,
      {"OrderingCustomerAccountNumber", "InvoiceCustomerAccountNumber"});
  if (!account.empty()) {
    document.customer = normalize::EntityId(document.entity, account);
  }
  Record record = StartRecord(
      context, type, normalize::EntityId(document.entity, document.number));
  record.name = document.number;
  LF_RETURN_IF_ERROR(ReadTimes(
      context, fields, {"OrderCreationDateTime", "InvoiceDate"}, {}, &record));
  record.body = std::move(document);
  record.fields = WithoutAnnotations(fields);
  return record;
}

absl::StatusOr<Record> DecodeRow(const DecodeContext& context,
                                 absl::string_view type, const Fields& fields) {
  if (type == "customer") return DecodeCustomer(context, fields);
  if (type == "sales_order" || type == "sales_invoice") {
    return DecodeDocument(context, type, fields);
  }
  if (type == "error") return DecodeDualWriteError(context, fields);
  if (model::KindOf(model::System::kFinanceOperations, type) ==
      model::RecordKind::kReference) {
    return DecodeReference(context, type, fields);
  }
  return normalize::TypeError(model::System::kFinanceOperations, type);
}

}  // namespace

absl::StatusOr<std::vector<Record>> DecodeFinanceOperations(
    const DecodeContext& context, absl::string_view element) {
  const MappedColumns mapped(*context.source);
  LF_ASSIGN_OR_RETURN(const Fields raw, FlattenJson(element, {}, {}, &mapped));
  const Fields fields = WithOneSpelling(*context.source, raw);
  const std::string type =
      context.type.empty() ? InferType(fields) : context.type;
  LF_ASSIGN_OR_RETURN(Record record, DecodeRow(context, type, fields));
  return std::vector<Record>{std::move(record)};
}

}  // namespace landfall::decode
