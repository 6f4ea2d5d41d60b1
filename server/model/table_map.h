#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace landfall::model {

// Which way a dual-write table map copies a field.
enum class MapFlow {
  kBoth,        // whoever saves last wins
  kToMaster,    // the upstream record wins
  kToUpstream,  // the customer master wins
};

// What a mapped field holds, which says when two values are one.
enum class FieldKind {
  kText,     // without regard to case and runs of blanks
  kCode,     // an id or a code: the same
  kNumber,   // 1000 and 1000.00; nothing is 0
  kYesNo,    // Yes, true and 1; nothing is no
  kPhone,    // letters and digits
  kUrl,      // text, without a slash at its end
  kCountry,  // however it is spelt: NO, NOR, Norway
  kChoice,   // by `values`; without them nobody can compare
};

// One field of a table map. Value type.
struct MappedField {
  std::string master_field;    // of Finance & Operations; "": none
  std::string upstream_field;  // path in the Dataverse row; "": none
  MapFlow flow = MapFlow::kBoth;
  bool transformed = false;  // by a value map, or a constant
  bool mandatory = false;    // the master refuses a row without it
  FieldKind kind = FieldKind::kText;
  // Record type of what the path leads to ("customer_group"); "": the path is a
  // column, or leads to what Landfall does not hold.
  std::string lookup;
  // What the master calls it, and what Dataverse does; of a choice.
  std::vector<std::pair<std::string, std::string>> values;
  std::string constant;  // written when the other side has no such field

  friend bool operator==(const MappedField& a, const MappedField& b) {
    return a.master_field == b.master_field &&
           a.upstream_field == b.upstream_field && a.flow == b.flow &&
           a.transformed == b.transformed && a.mandatory == b.mandatory &&
           a.kind == b.kind && a.lookup == b.lookup && a.values == b.values &&
           a.constant == b.constant;
  }
};

// A dual-write table map between Finance & Operations and Dataverse. Value
// type.
struct TableMap {
  std::string entity;  // of Finance & Operations: "Customers V3"
  std::string table;   // of Dataverse, as an entity set: "accounts"
  std::string type;    // the record type of its rows: "account"
  // Rows belong to a legal entity, and only those that name it are sent.
  bool of_company = true;
  std::string sends;     // OData $filter on the row; "": every row
  std::string receives;  // the other side's filter, for people
  std::vector<MappedField> fields;

  // "Customers V3 (accounts)", as dual-write calls it.
  std::string Name() const { return entity + " (" + table + ")"; }
};

// "=", "><", "<", "<<", ">" or ">>", as the screens of dual-write show it:
// Finance & Operations is on the left.
absl::string_view MapSymbol(const MappedField& field);

}  // namespace landfall::model
