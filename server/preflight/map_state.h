#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "server/model/fields.h"
#include "server/model/table_map.h"

namespace landfall::preflight {

// The record type of the runtime configurations of dual-write in Dataverse
// (table msdyn_dualwriteruntimeconfig), which holds a row for each table map
// that sends rows to Finance & Operations.
inline constexpr absl::string_view kTableMapType = "table_map";

// What PromotionOf says of a map that stands still, and of one that may send
// rows of any table.
inline constexpr absl::string_view kSendsNone = "none";
inline constexpr absl::string_view kSendsAny = "any";

// The table ("account", "contact") whose customers the map of such a row sends
// to the customer master, or may send: a row whose state is not known counts as
// running, so that nobody is told that a map stands still that runs. Of a map
// that runs and sends no customers, what StateCodeOf says of it. "": the row
// says nothing, not even that states can be known. Pure.
//
// A map runs while its row is active (statecode 0). What msdyn_status means is
// documented nowhere.
std::string PromotionOf(const model::Fields& row);

// What PromotionOf says of the row of a map while it runs. Pure.
std::string StateCodeOf(const model::TableMap& map);

}  // namespace landfall::preflight
