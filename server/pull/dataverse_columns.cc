// A table -> the columns that are read of it. Entry point: DataverseColumns.
#include "server/pull/dataverse_columns.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/base/check.h"
#include "server/decode/dataverse/dataverse_types.h"
#include "server/filter/filter.h"
#include "server/preflight/map_state.h"
#include "server/preflight/table_maps.h"
#include "server/pull/configured_fields.h"

namespace landfall::pull {
namespace {

using Names = std::vector<std::string>;

// What the decoder looks at beside the primary key, its name and its code.
Names DecodedColumns(absl::string_view type) {
  if (type == "account" || type == "contact") {
    return {"address1_country",
            "address1_postalcode",
            "merged",
            "masterid",
            "msdyn_company",
            "msdyn_customergroupid",
            "transactioncurrencyid",
            "statecode",
            type == "account" ? "customertypecode" : "firstname",
            type == "account" ? "msdyn_paymentterm" : "lastname",
            type == "account" ? "accountnumber" : "msdyn_sellable"};
  }
  if (type == "opportunity") {
    return {"customerid", "parentaccountid", "parentcontactid", "statecode"};
  }
  if (type == "salesorder") {
    return {"customerid", "accountid", "contactid", "statecode"};
  }
  if (type == preflight::kTableMapType) {
    return {"msdyn_externalentityname", "statecode"};
  }
  return {};
}

// Lookups are selected by another name than the column's own.
bool IsLookup(absl::string_view type, absl::string_view column) {
  constexpr absl::string_view kLookups[] = {
      "masterid",         "msdyn_company",     "msdyn_customergroupid",
      "customerid",       "msdyn_paymentterm", "transactioncurrencyid",
      "parentaccountid",  "parentcontactid",   "primarycontactid",
      "parentcustomerid", "ownerid",           "msdyn_billingaccount",
      "bcbi_companyid",   "bcbi_company"};
  if ((type == "salesorder" &&
       (column == "accountid" || column == "contactid")) ||
      std::find(std::begin(kLookups), std::end(kLookups), column) !=
          std::end(kLookups)) {
    // The table's own key may have the name of another one's lookup.
    const decode::DataverseTable* table = decode::FindDataverseTable(type);
    return table->primary_key != column;
  }
  return false;
}

// The key map is of the source, and names columns that only one of its two
// tables has: asking for them costs a request.
bool IsOfOther(absl::string_view type, absl::string_view column) {
  if (column == "msdyn_contactpersonid") return type == "account";
  if (column == "accountnumber" || column == "msdyn_taxexemptnumber") {
    return type == "contact";
  }
  return false;
}

class Columns {
 public:
  explicit Columns(absl::string_view type) : type_(type) {}

  // "msdyn_company.cdm_companycode" is a column of what a lookup leads to.
  void Add(absl::string_view path) {
    const absl::string_view column = path.substr(0, path.find('.'));
    if (column.empty() || absl::StrContains(column, '@')) return;
    if (IsOfOther(type_, column)) return;
    const bool lookup = IsLookup(type_, column) || column.size() < path.size();
    const std::string name =
        lookup ? absl::StrCat("_", column, "_value") : std::string(column);
    if (std::find(names_.begin(), names_.end(), name) == names_.end()) {
      names_.push_back(name);
    }
  }
  void AddAll(const Names& paths) {
    for (const std::string& path : paths) Add(path);
  }
  Names Take() && { return std::move(names_); }

 private:
  const absl::string_view type_;
  Names names_;
};

void AddConfigured(const model::Settings& settings, const model::Source& source,
                   absl::string_view type, Columns* columns) {
  columns->AddAll(source.keys.email);
  columns->AddAll(source.keys.tax_id);
  for (const model::ExternalIdField& id : source.keys.external_id) {
    columns->Add(id.field);
  }
  columns->AddAll(source.created);
  for (const model::ScopeRule& rule : settings.scope) {
    if (rule.source != source.id || rule.type != type) continue;
    const auto filter = filter::Filter::Parse(rule.exclude);
    if (filter.ok()) columns->AddAll(filter->Paths());
  }
}

// What the maps that send rows of the type compare, and decide by.
void AddMapped(const model::Settings& settings, absl::string_view type,
               Columns* columns) {
  const preflight::TableMaps maps(preflight::TableMapsOf(settings));
  const bool all = TableMapsMatter(settings);
  for (const preflight::TableMaps::Entry& entry : maps.all()) {
    if (entry.map->type != type) continue;
    for (const model::MappedField& field : entry.map->fields) {
      // What a promotion can fail on is read in any case.
      const bool compared = all && !field.master_field.empty();
      if (compared || field.mandatory || field.lookup == "payment_terms") {
        columns->Add(field.upstream_field);
      }
    }
    if (entry.sends) columns->AddAll(entry.sends->Paths());
  }
}

bool IsCustomer(const model::Source& source, absl::string_view type) {
  return model::KindOf(source.system, type) ==
         model::RecordKind::kUpstreamCustomer;
}

}  // namespace

bool NamesBusinessCentralCompany(const model::Settings& settings,
                                 const model::Source& source,
                                 absl::string_view type) {
  return IsCustomer(source, type) &&
         std::any_of(settings.sources.begin(), settings.sources.end(),
                     [](const model::Source& other) {
                       return other.system == model::System::kBusinessCentral;
                     });
}

Names DataverseColumns(const model::Settings& settings,
                       const model::Source& source, absl::string_view type) {
  const decode::DataverseTable* table = decode::FindDataverseTable(type);
  LF_CHECK(table != nullptr);
  Columns columns(type);
  for (absl::string_view column :
       {table->primary_key, table->name, table->code}) {
    columns.Add(column);
  }
  columns.AddAll({"createdon", "modifiedon"});
  columns.AddAll(DecodedColumns(type));
  if (!IsCustomer(source, type)) return std::move(columns).Take();
  if (NamesBusinessCentralCompany(settings, source, type)) {
    columns.AddAll({"bcbi_companyid", "bcbi_company"});
  }
  AddMapped(settings, type, &columns);
  AddConfigured(settings, source, type, &columns);
  return std::move(columns).Take();
}

}  // namespace landfall::pull
