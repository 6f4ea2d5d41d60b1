// Turns the columns of a row into its table, and exported text back into the
// types of the Web API.
#include "server/decode/dataverse/dataverse_types.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "server/decode/blanks.h"
#include "server/decode/odata.h"

namespace landfall::decode {
namespace {

using model::Fields;
using model::FieldValue;

// The most specific primary key first.
constexpr DataverseTable kTables[] = {
    {"flow_run", "flowruns", "flowrunid", "name", ""},
    {"salesorder", "salesorders", "salesorderid", "name", ""},
    {"opportunity", "opportunities", "opportunityid", "name", ""},
    {"contact", "contacts", "contactid", "fullname", ""},
    {"account", "accounts", "accountid", "name", ""},
    {"cdm_company", "cdm_companies", "cdm_companyid", "cdm_name",
     "cdm_companycode"},
    {"customer_group", "msdyn_customergroups", "msdyn_customergroupid",
     "msdyn_description", "msdyn_groupid"},
    {"payment_terms", "msdyn_paymentterms", "msdyn_paymenttermid",
     "msdyn_description", "msdyn_name"},
    {"payment_day_line", "msdyn_paymentdaylines", "msdyn_paymentdaylineid", "",
     "msdyn_linenumber"},
    {"payment_schedule_line", "msdyn_paymentschedulelines",
     "msdyn_paymentschedulelineid", "", "msdyn_linenumber"},
    {"payment_method", "msdyn_customerpaymentmethods",
     "msdyn_customerpaymentmethodid", "msdyn_description", "msdyn_name"},
    {"payment_day", "msdyn_paymentdays", "msdyn_paymentdayid",
     "msdyn_description", "msdyn_name"},
    {"payment_schedule", "msdyn_paymentschedules", "msdyn_paymentscheduleid",
     "msdyn_description", "msdyn_name"},
    {"name_affix", "msdyn_nameaffixes", "msdyn_nameaffixid",
     "msdyn_description", "msdyn_affix"},
    {"transactioncurrency", "transactioncurrencies", "transactioncurrencyid",
     "currencyname", "isocurrencycode"},
    {"table_map", "msdyn_dualwriteruntimeconfigs",
     "msdyn_dualwriteruntimeconfigid", "msdyn_name",
     "msdyn_internalentityname"},
};

struct ChoiceLabel {
  absl::string_view type;
  absl::string_view column;
  absl::string_view label;  // lower case
  absl::string_view value;
};

constexpr ChoiceLabel kLabels[] = {
    {"account", "customertypecode", "competitor", "1"},
    {"account", "customertypecode", "consultant", "2"},
    {"account", "customertypecode", "customer", "3"},
    {"account", "customertypecode", "investor", "4"},
    {"account", "customertypecode", "partner", "5"},
    {"account", "customertypecode", "influencer", "6"},
    {"account", "customertypecode", "press", "7"},
    {"account", "customertypecode", "prospect", "8"},
    {"account", "customertypecode", "reseller", "9"},
    {"account", "customertypecode", "supplier", "10"},
    {"account", "customertypecode", "vendor", "11"},
    {"account", "customertypecode", "other", "12"},
    {"account", "statecode", "active", "0"},
    {"account", "statecode", "inactive", "1"},
    {"contact", "statecode", "active", "0"},
    {"contact", "statecode", "inactive", "1"},
    {"opportunity", "statecode", "open", "0"},
    {"opportunity", "statecode", "won", "1"},
    {"opportunity", "statecode", "lost", "2"},
    {"salesorder", "statecode", "active", "0"},
    {"salesorder", "statecode", "submitted", "1"},
    {"salesorder", "statecode", "canceled", "2"},
    {"salesorder", "statecode", "fulfilled", "3"},
    {"salesorder", "statecode", "invoiced", "4"},
    {"table_map", "statecode", "active", "0"},
    {"table_map", "statecode", "inactive", "1"},
};

constexpr absl::string_view kChoices[] = {"customertypecode", "statecode",
                                          "statuscode"};
constexpr absl::string_view kYesNo[] = {
    "merged", "msdyn_contactforvendor", "msdyn_isminor",
    "msdyn_onetimecustomer", "msdyn_sellable"};

template <size_t n>
bool IsIn(const absl::string_view (&names)[n], absl::string_view name) {
  return std::any_of(names, names + n, [name](absl::string_view known) {
    return absl::EqualsIgnoreCase(known, name);
  });
}

FieldValue ChoiceValue(absl::string_view type, absl::string_view column,
                       const FieldValue& value) {
  const absl::string_view text = StripBlanks(value.text);
  int64_t number = 0;
  if (absl::SimpleAtoi(text, &number)) {
    return {FieldValue::Type::kNumber, absl::StrCat(number)};
  }
  const std::string label = absl::AsciiStrToLower(text);
  for (const ChoiceLabel& row : kLabels) {
    if (row.type == type && row.column == column && row.label == label) {
      return {FieldValue::Type::kNumber, std::string(row.value)};
    }
  }
  return value;
}

FieldValue YesNoValue(const FieldValue& value) {
  const std::string text = absl::AsciiStrToLower(StripBlanks(value.text));
  if (text == "true" || text == "yes" || text == "1") {
    return {FieldValue::Type::kBool, "true"};
  }
  if (text == "false" || text == "no" || text == "0") {
    return {FieldValue::Type::kBool, "false"};
  }
  return value;
}

}  // namespace

const DataverseTable* FindDataverseTable(absl::string_view type) {
  for (const DataverseTable& table : kTables) {
    if (table.type == type) return &table;
  }
  return nullptr;
}

const DataverseTable* InferDataverseTable(const Fields& fields) {
  const std::string set = ODataSet(fields);
  for (const DataverseTable& table : kTables) {
    if (table.set == set) return &table;
  }
  // A set that is none of ours must not be taken for one by its lookups.
  if (!set.empty()) return nullptr;
  for (const DataverseTable& table : kTables) {
    if (fields.Find(table.primary_key) != nullptr) return &table;
  }
  return nullptr;
}

Fields WithTypedChoices(const DataverseTable& table, const Fields& fields) {
  Fields typed;
  for (const auto& [path, value] : fields.entries()) {
    const bool text = value.type == FieldValue::Type::kString;
    if (text && IsIn(kChoices, path)) {
      typed.Add(path, ChoiceValue(table.type, path, value));
    } else if (text && IsIn(kYesNo, path)) {
      typed.Add(path, YesNoValue(value));
    } else {
      typed.Add(path, value);
    }
  }
  typed.Sort();
  return typed;
}

}  // namespace landfall::decode
