// What the dual-write table maps would say of a row. Entry point: CheckRow.
#include "server/preflight/table_map.h"

#include "server/base/check.h"

namespace landfall::preflight {
namespace {

// The part of the maps that a promotion can fail on. The customer group and the
// sales currency are mandatory in CustomersV3; contacts carry no payment terms.
constexpr MappedLookup kLookups[] = {
    {"account", "msdyn_customergroupid.msdyn_groupid", "CustomerGroupId",
     "customer group", "customer_group", true},
    {"account", "transactioncurrencyid.isocurrencycode", "SalesCurrencyCode",
     "currency", "", true},
    {"account", "msdyn_paymentterm.msdyn_name", "PaymentTerms", "payment terms",
     "payment_terms", false},
    {"contact", "msdyn_customergroupid.msdyn_groupid", "CustomerGroupId",
     "customer group", "customer_group", true},
    {"contact", "transactioncurrencyid.isocurrencycode", "SalesCurrencyCode",
     "currency", "", true},
};

struct SendFilterText {
  absl::string_view type;
  absl::string_view text;
};

constexpr SendFilterText kSendFilters[] = {
    {"account", "customertypecode eq 3"},
    {"contact", "msdyn_sellable eq true and msdyn_contactpersonid ne ''"},
};

filter::Filter ParseOwn(absl::string_view text) {
  auto filter = filter::Filter::Parse(text);
  LF_CHECK(filter.ok());  // our own data
  return *std::move(filter);
}

// The lookup of the row that a mapped field is about, and the reference set in
// which Dataverse keeps its codes.
struct RowLookup {
  const model::Lookup* lookup;
  absl::string_view set;
};

RowLookup LookupOf(const MappedValues& row, const MappedLookup& mapped) {
  if (mapped.label == "customer group") {
    return {&row.customer_group, "customer_group"};
  }
  if (mapped.label == "payment terms") {
    return {&row.payment_terms, "payment_terms"};
  }
  return {&row.currency, "transactioncurrency"};
}

}  // namespace

std::vector<MappedLookup> MappedLookups(absl::string_view dataverse_type) {
  std::vector<MappedLookup> lookups;
  for (const MappedLookup& lookup : kLookups) {
    if (lookup.dataverse_type == dataverse_type) lookups.push_back(lookup);
  }
  return lookups;
}

const filter::Filter* SendFilter(absl::string_view dataverse_type) {
  static const auto* filters = [] {
    auto* parsed = new std::vector<std::pair<std::string, filter::Filter>>;
    for (const SendFilterText& row : kSendFilters) {
      parsed->emplace_back(std::string(row.type), ParseOwn(row.text));
    }
    return parsed;
  }();
  for (const auto& [type, filter] : *filters) {
    if (type == dataverse_type) return &filter;
  }
  return nullptr;
}

MappedValues MappedValuesOf(const model::Record& record) {
  const auto* row = std::get_if<model::UpstreamCustomer>(&record.body);
  if (row == nullptr || SendFilter(record.ref.type) == nullptr) return {};
  return {record.ref.type, row->customer_group, row->currency,
          row->payment_terms};
}

std::vector<Doubt> CheckRow(const MappedValues& row, KnownValue known,
                            ResolveLookup resolve) {
  std::vector<Doubt> doubts;
  for (const MappedLookup& mapped : MappedLookups(row.type)) {
    const RowLookup found = LookupOf(row, mapped);
    if (found.lookup->empty()) {
      if (mapped.mandatory) {
        doubts.push_back({Doubt::Kind::kMissing, mapped, ""});
      }
      continue;
    }
    std::string code = found.lookup->code;
    if (code.empty()) code = resolve(found.set, found.lookup->id);
    if (code.empty() || mapped.reference_set.empty()) continue;
    if (known(mapped.reference_set, code) == false) {
      doubts.push_back({Doubt::Kind::kUnknownValue, mapped, code});
    }
  }
  return doubts;
}

std::vector<LookupNotKnown> LookupsNotKnown(const MappedValues& row,
                                            ResolveLookup resolve) {
  std::vector<LookupNotKnown> lookups;
  for (const MappedLookup& mapped : MappedLookups(row.type)) {
    const RowLookup found = LookupOf(row, mapped);
    if (found.lookup->empty() || !found.lookup->code.empty()) continue;
    if (resolve(found.set, found.lookup->id).empty()) {
      lookups.push_back({mapped.label, found.set});
    }
  }
  return lookups;
}

}  // namespace landfall::preflight
