// Turns lookup columns and what annotates them into ids and codes. Entry point:
// ResolveLookups.
#include "server/decode/dataverse/dataverse_lookups.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "server/decode/record_builder.h"
#include "server/normalize/system_id.h"

namespace landfall::decode {
namespace {

using model::Fields;
using model::Lookup;

struct LookupColumn {
  absl::string_view name;   // logical name
  absl::string_view other;  // the other casing of its navigation property
  absl::string_view id;     // primary key of the target
  absl::string_view code;   // column of the target that holds the code
};

constexpr LookupColumn kCompany = {"msdyn_company", "msdyn_Company",
                                   "cdm_companyid", "cdm_companycode"};
constexpr LookupColumn kGroup = {"msdyn_customergroupid",
                                 "msdyn_CustomerGroupId",
                                 "msdyn_customergroupid", "msdyn_groupid"};
constexpr LookupColumn kTerms = {"msdyn_paymentterm", "msdyn_PaymentTerm",
                                 "msdyn_paymenttermid", "msdyn_name"};
constexpr LookupColumn kCurrency = {"transactioncurrencyid",
                                    "transactioncurrencyid",
                                    "transactioncurrencyid", "isocurrencycode"};
// Business Central's table links a company by its name.
constexpr LookupColumn kBcCompanyId = {"bcbi_companyid", "bcbi_CompanyId",
                                       "bcbi_companyid", "bcbi_name"};
constexpr LookupColumn kBcCompany = {"bcbi_company", "bcbi_Company",
                                     "bcbi_companyid", "bcbi_name"};

bool IsCurrencyCode(absl::string_view text) {
  return text.size() == 3 &&
         std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return absl::ascii_isalpha(c); });
}

bool IsCode(const LookupColumn& column, absl::string_view text) {
  return column.code != kCurrency.code || IsCurrencyCode(text);
}

void TakePlain(const LookupColumn& column, absl::string_view text,
               Lookup* lookup) {
  if (text.empty()) return;
  if (std::optional<std::string> guid = normalize::CanonicalGuid(text)) {
    if (lookup->id.empty()) lookup->id = *guid;
  } else if (IsCode(column, text)) {
    if (lookup->code.empty()) lookup->code = std::string(text);
  } else if (lookup->id.empty()) {
    lookup->id = std::string(text);
  }
}

Lookup Resolve(const Fields& fields, const LookupColumn& column) {
  Lookup lookup;
  const std::string value = absl::StrCat("_", column.name, "_value");
  lookup.code = std::string(
      FirstText(fields, {absl::StrCat(column.name, ".", column.code),
                         absl::StrCat(column.other, ".", column.code)}));
  TakePlain(column, FirstText(fields, {value}), &lookup);
  TakePlain(column, FirstText(fields, {column.name}), &lookup);
  TakePlain(column,
            FirstText(fields, {absl::StrCat(column.name, ".", column.id),
                               absl::StrCat(column.other, ".", column.id)}),
            &lookup);
  const absl::string_view formatted = FirstText(
      fields,
      {absl::StrCat(value, "@OData.Community.Display.V1.FormattedValue")});
  if (lookup.code.empty() && !formatted.empty() && IsCode(column, formatted)) {
    lookup.code = std::string(formatted);
  }
  return lookup;
}

void AddCode(const LookupColumn& column, const Lookup& lookup, Fields* fields) {
  std::string path = absl::StrCat(column.name, ".", column.code);
  if (lookup.code.empty() || fields->Find(path) != nullptr) return;
  fields->AddString(std::move(path), lookup.code);
  fields->Sort();
}

}  // namespace

void ResolveLookups(Fields* fields, model::UpstreamCustomer* customer) {
  customer->company = Resolve(*fields, kCompany);
  customer->customer_group = Resolve(*fields, kGroup);
  customer->payment_terms = Resolve(*fields, kTerms);
  customer->currency = Resolve(*fields, kCurrency);
  AddCode(kCompany, customer->company, fields);
  AddCode(kGroup, customer->customer_group, fields);
  AddCode(kTerms, customer->payment_terms, fields);
  AddCode(kCurrency, customer->currency, fields);
  if (customer->company.empty()) {
    customer->company = Resolve(*fields, kBcCompanyId);
  }
  if (customer->company.empty()) {
    customer->company = Resolve(*fields, kBcCompany);
  }
}

}  // namespace landfall::decode
