#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "server/model/fields.h"

namespace landfall::preflight {

// The record type of the runtime configurations of dual-write in Dataverse
// (table msdyn_dualwriteruntimeconfig), which holds a row for each table map
// that sends rows to Finance & Operations.
inline constexpr absl::string_view kTableMapType = "table_map";

// What PromotionOf says of a row that sends no customers, and of one that may
// send those of any table.
inline constexpr absl::string_view kSendsNone = "none";
inline constexpr absl::string_view kSendsAny = "any";

// The table ("account", "contact") whose customers the map of such a row sends
// to the customer master, or may send: a row whose state is not known counts as
// running, so that nobody is told that a map stands still that runs. "": the
// row says nothing, not even that states can be known. Pure.
//
// A map runs while its row is active (statecode 0). What msdyn_status means is
// documented nowhere.
std::string PromotionOf(const model::Fields& row);

}  // namespace landfall::preflight
