// Turns a Business Central row into a master customer, a document or an error
// event. Entry point: DecodeBusinessCentral.
#include "server/decode/business_central/business_central_decoder.h"

#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "server/base/field_error.h"
#include "server/base/status_macros.h"
#include "server/decode/business_central/sync_error.h"
#include "server/decode/flatten.h"
#include "server/decode/odata.h"
#include "server/decode/record_builder.h"
#include "server/normalize/system_id.h"

namespace landfall::decode {
namespace {

using model::Fields;
using model::Record;

std::string InferType(const Fields& fields) {
  const std::string set = ODataSet(fields);
  if (set == "customers") return "customer";
  if (set == "salesOrders") return "sales_order";
  if (set == "salesInvoices") return "sales_invoice";
  if (set == "salesCreditMemos") return "sales_credit_memo";
  if (!set.empty()) return "";
  if (LooksLikeSyncError(fields)) return "sync_error";
  if (fields.Find("invoiceDate") != nullptr) return "sales_invoice";
  if (fields.Find("orderDate") != nullptr) return "sales_order";
  if (fields.Find("creditMemoDate") != nullptr) return "sales_credit_memo";
  return fields.Find("number") != nullptr ||
                 fields.Find("displayName") != nullptr
             ? "customer"
             : "";
}

absl::StatusOr<std::string> ReadCompany(const DecodeContext& context,
                                        const Fields& fields) {
  absl::string_view company =
      FirstText(fields, {"companyId", "company", "companyName"});
  if (company.empty()) company = absl::StripAsciiWhitespace(context.company);
  if (!company.empty()) return std::string(company);
  std::string from_context = ODataCompany(fields);
  if (from_context.empty()) {
    return base::FieldError("company",
                            "missing; a row belongs to a company, which the "
                            "request, a column or the page's context names");
  }
  return from_context;
}

absl::StatusOr<std::string> ReadId(const Fields& fields,
                                   const std::string& company,
                                   const std::string& number) {
  const absl::string_view id = FirstText(fields, {"id", "systemId"});
  if (!id.empty()) {
    LF_ASSIGN_OR_RETURN(const std::string guid, normalize::GuidId("id", id));
    return normalize::EntityId(company, guid);
  }
  if (number.empty()) {
    return base::FieldError("id", "missing, and so is number");
  }
  if (absl::StrContains(number, ':')) {
    return base::FieldError("number",
                            "holds a colon, so it cannot stand for the id");
  }
  return normalize::EntityId(company, number);
}

bool IsBlocked(const Fields& fields) {
  const std::string blocked =
      absl::StrReplaceAll(fields.Text("blocked"), {{"_x0020_", " "}});
  return !absl::StripAsciiWhitespace(blocked).empty();
}

Fields WithSeparateEmails(const Fields& fields) {
  Fields separate;
  for (const auto& [path, value] : fields.entries()) {
    if (!absl::EqualsIgnoreCase(path, "email") ||
        !absl::StrContains(value.text, ';')) {
      separate.Add(path, value);
      continue;
    }
    for (absl::string_view email : absl::StrSplit(value.text, ';')) {
      email = absl::StripAsciiWhitespace(email);
      if (!email.empty()) separate.AddString(path, std::string(email));
    }
  }
  return separate;
}

absl::StatusOr<Record> DecodeCustomer(const DecodeContext& context,
                                      const Fields& fields) {
  model::MasterCustomer customer;
  LF_ASSIGN_OR_RETURN(customer.entity, ReadCompany(context, fields));
  customer.account = std::string(FirstText(fields, {"number"}));
  customer.country = std::string(FirstText(fields, {"country"}));
  customer.postal_code = std::string(FirstText(fields, {"postalCode"}));
  customer.blocked = IsBlocked(fields);
  LF_ASSIGN_OR_RETURN(std::string id,
                      ReadId(fields, customer.entity, customer.account));
  Record record = StartRecord(context, "customer", std::move(id));
  record.name = std::string(FirstText(fields, {"displayName"}));
  LF_RETURN_IF_ERROR(ReadTimes(context, fields, {"systemCreatedAt"},
                               {"lastModifiedDateTime", "systemModifiedAt"},
                               &record));
  record.body = std::move(customer);
  record.fields = WithSeparateEmails(WithoutAnnotations(fields));
  return record;
}

// An invoice that was not posted yet is a row of salesInvoices as well, and
// keeps its id when it is. An order that was invoiced completely is gone.
absl::StatusOr<Record> DecodeDocument(const DecodeContext& context,
                                      absl::string_view type,
                                      const Fields& fields) {
  model::Document document;
  LF_ASSIGN_OR_RETURN(document.entity, ReadCompany(context, fields));
  document.number = std::string(FirstText(fields, {"number"}));
  LF_ASSIGN_OR_RETURN(std::string id,
                      ReadId(fields, document.entity, document.number));
  const absl::string_view customer =
      FirstText(fields, {"customerId", "customerNumber"});
  if (!customer.empty()) {
    document.customer = normalize::EntityId(
        document.entity,
        normalize::CanonicalGuid(customer).value_or(std::string(customer)));
  }
  Record record = StartRecord(context, type, std::move(id));
  record.name = document.number;
  LF_RETURN_IF_ERROR(
      ReadTimes(context, fields, {}, {"lastModifiedDateTime"}, &record));
  record.body = std::move(document);
  record.fields = WithoutAnnotations(fields);
  return record;
}

absl::StatusOr<Record> DecodeRow(const DecodeContext& context,
                                 absl::string_view type, const Fields& fields) {
  if (type == "customer") return DecodeCustomer(context, fields);
  if (model::KindOf(model::System::kBusinessCentral, type) ==
      model::RecordKind::kDocument) {
    return DecodeDocument(context, type, fields);
  }
  if (type == "sync_error") return DecodeSyncError(context, fields);
  return normalize::TypeError(model::System::kBusinessCentral, type);
}

}  // namespace

absl::StatusOr<std::vector<Record>> DecodeBusinessCentral(
    const DecodeContext& context, absl::string_view element) {
  LF_ASSIGN_OR_RETURN(const Fields fields, FlattenJson(element, {}));
  const std::string type =
      context.type.empty() ? InferType(fields) : context.type;
  LF_ASSIGN_OR_RETURN(Record record, DecodeRow(context, type, fields));
  return std::vector<Record>{std::move(record)};
}

}  // namespace landfall::decode
