#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "server/model/fields.h"

namespace landfall::decode {

// What is known about one Dataverse table.
struct DataverseTable {
  absl::string_view type;
  absl::string_view set;          // entity set name
  absl::string_view primary_key;  // column
  absl::string_view name;         // primary name column
  absl::string_view code;         // reference sets: column of the code
};

// nullptr when there is no such type.
const DataverseTable* FindDataverseTable(absl::string_view type);

// Tells the table from `@odata.context`, else from the most specific primary
// key among the columns: an opportunity carries the ids of accounts and
// contacts, but no account carries the id of an opportunity. nullptr when it
// cannot be told. REQUIRES: sorted fields.
const DataverseTable* InferDataverseTable(const model::Fields& fields);

// Gives the choice and yes/no columns that the rules read their Web API type
// and value, when a CSV export wrote them as text or as labels ("Customer" for
// customertypecode 3). The result is sorted.
model::Fields WithTypedChoices(const DataverseTable& table,
                               const model::Fields& fields);

}  // namespace landfall::decode
