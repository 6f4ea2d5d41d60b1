// What the dual-write table maps would say of a row. Entry point: CheckRow.
#include "server/preflight/table_map.h"

#include "absl/strings/str_replace.h"

namespace landfall::preflight {
namespace {

// The reference sets whose values the world keeps of every row, and the lookups
// that lead to them, in the order in which they are told.
struct KeptLookup {
  absl::string_view set;
  absl::string_view column;
};
constexpr KeptLookup kKept[] = {
    {"customer_group", "msdyn_customergroupid"},
    {"transactioncurrency", "transactioncurrencyid"},
    {"payment_terms", "msdyn_paymentterm"},
};

// The lookup of the row that a mapped field is about, and the reference set in
// which Dataverse keeps its codes.
struct RowLookup {
  const model::Lookup* lookup;
  absl::string_view set;
};

RowLookup LookupOf(const MappedValues& row, const MappedLookup& mapped) {
  if (mapped.reference_set == "customer_group") {
    return {&row.customer_group, "customer_group"};
  }
  if (mapped.reference_set == "payment_terms") {
    return {&row.payment_terms, "payment_terms"};
  }
  return {&row.currency, "transactioncurrency"};
}

}  // namespace

std::string LabelOf(absl::string_view reference_set) {
  if (reference_set == "transactioncurrency") return "currency";
  return absl::StrReplaceAll(reference_set, {{"_", " "}});
}

std::vector<MappedLookup> MappedLookups(const TableMaps& maps,
                                        absl::string_view dataverse_type) {
  std::vector<MappedLookup> lookups;
  const TableMaps::Entry* const entry = maps.OfCustomers(dataverse_type);
  if (entry == nullptr) return lookups;
  for (const KeptLookup& kept : kKept) {
    for (const model::MappedField& field : entry->map->fields) {
      if (field.lookup != kept.set || ColumnOf(field) != kept.column ||
          field.flow == model::MapFlow::kToUpstream) {
        continue;
      }
      lookups.push_back({field.upstream_field, field.master_field,
                         LabelOf(field.lookup), field.lookup, field.mandatory});
      break;
    }
  }
  return lookups;
}

MappedValues MappedValuesOf(const TableMaps& maps,
                            const model::Record& record) {
  const auto* row = std::get_if<model::UpstreamCustomer>(&record.body);
  if (row == nullptr || maps.OfCustomers(record.ref.type) == nullptr) return {};
  return {record.ref.type, row->customer_group, row->currency,
          row->payment_terms};
}

std::vector<Doubt> CheckRow(const TableMaps& maps, const MappedValues& row,
                            KnownValue known, ResolveLookup resolve) {
  std::vector<Doubt> doubts;
  for (const MappedLookup& mapped : MappedLookups(maps, row.type)) {
    const RowLookup found = LookupOf(row, mapped);
    if (found.lookup->empty()) {
      if (mapped.mandatory) {
        doubts.push_back({Doubt::Kind::kMissing, mapped, ""});
      }
      continue;
    }
    std::string code = found.lookup->code;
    if (code.empty()) code = resolve(found.set, found.lookup->id);
    if (code.empty()) continue;
    if (known(mapped.reference_set, code) == false) {
      doubts.push_back({Doubt::Kind::kUnknownValue, mapped, code});
    }
  }
  return doubts;
}

std::vector<LookupNotKnown> LookupsNotKnown(const TableMaps& maps,
                                            const MappedValues& row,
                                            ResolveLookup resolve) {
  std::vector<LookupNotKnown> lookups;
  for (const MappedLookup& mapped : MappedLookups(maps, row.type)) {
    const RowLookup found = LookupOf(row, mapped);
    if (found.lookup->empty() || !found.lookup->code.empty()) continue;
    if (resolve(found.set, found.lookup->id).empty()) {
      lookups.push_back({mapped.label, found.set});
    }
  }
  return lookups;
}

}  // namespace landfall::preflight
