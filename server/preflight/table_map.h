#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "server/model/record.h"
#include "server/preflight/table_maps.h"

namespace landfall::preflight {

// A lookup that the dual-write table map "Customers V3" copies into the
// customer master. Its texts are the map's own.
struct MappedLookup {
  absl::string_view dataverse_field;
  absl::string_view master_field;
  std::string label;                // what people call it
  absl::string_view reference_set;  // record type that lists the values, or ""
  bool mandatory = false;           // the master refuses a customer without it
};

// Those of its lookups that the world knows of every row: customer group,
// currency and payment terms, as far as the map of a Dataverse table has them.
std::vector<MappedLookup> MappedLookups(const TableMaps& maps,
                                        absl::string_view dataverse_type);

// What people call the rows of a record type: "customer group".
std::string LabelOf(absl::string_view reference_set);

// What the map looks at in a row: its table and the values of its mapped
// lookups. An empty type stands for a row of a table that no map reads. Value
// type.
struct MappedValues {
  std::string type;  // "account" or "contact"
  model::Lookup customer_group;
  model::Lookup currency;
  model::Lookup payment_terms;

  friend bool operator==(const MappedValues& a, const MappedValues& b) {
    return a.type == b.type && a.customer_group == b.customer_group &&
           a.currency == b.currency && a.payment_terms == b.payment_terms;
  }
  template <typename H>
  friend H AbslHashValue(H state, const MappedValues& v) {
    return H::combine(std::move(state), v.type, v.customer_group.id,
                      v.customer_group.code, v.currency.id, v.currency.code,
                      v.payment_terms.id, v.payment_terms.code);
  }
};
// Pure.
MappedValues MappedValuesOf(const TableMaps& maps, const model::Record& record);

// A doubt about a row, found before anybody tries to write it.
struct Doubt {
  enum class Kind { kMissing, kUnknownValue };
  Kind kind = Kind::kMissing;
  MappedLookup lookup;
  std::string value;  // for kUnknownValue
};

// Answers whether the master side of the entity in question lists `value` in
// `set`; nullopt when that set was never imported.
using KnownValue = absl::FunctionRef<std::optional<bool>(
    absl::string_view set, absl::string_view value)>;
// Answers the code of a Dataverse lookup that only has an id, or "".
using ResolveLookup =
    absl::FunctionRef<std::string(absl::string_view set, absl::string_view id)>;

// Goes through the mapped lookups of a Dataverse row in map order. Pure.
std::vector<Doubt> CheckRow(const TableMaps& maps, const MappedValues& row,
                            KnownValue known, ResolveLookup resolve);

// A mapped lookup of a row that is an id and nothing more.
struct LookupNotKnown {
  std::string label;      // "customer group"
  absl::string_view set;  // the Dataverse reference set that would explain it
};

// Those of them whose code neither the row nor `resolve` knows, in map order:
// nobody can say whether the master side has the value. Pure.
std::vector<LookupNotKnown> LookupsNotKnown(const TableMaps& maps,
                                            const MappedValues& row,
                                            ResolveLookup resolve);

}  // namespace landfall::preflight
