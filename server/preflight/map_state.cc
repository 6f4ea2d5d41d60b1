// A runtime configuration of dual-write -> whose customers its map sends. Entry
// point: PromotionOf.
#include "server/preflight/map_state.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace landfall::preflight {
namespace {

// "account", or as the other side of a map calls it: "accounts".
std::string TableOf(absl::string_view name) {
  for (absl::string_view table : {"account", "contact"}) {
    if (absl::StartsWithIgnoreCase(name, table) &&
        (name.size() == table.size() ||
         absl::EqualsIgnoreCase(name.substr(table.size()), "s"))) {
      return std::string(table);
    }
  }
  return "";
}

// "Customers V3" and its versions; environments have entities of their own. The
// contact persons of customers go to "CDS Contacts V2".
bool IsCustomers(absl::string_view entity) {
  return entity.empty() || absl::StartsWithIgnoreCase(entity, "cust");
}

}  // namespace

std::string PromotionOf(const model::Fields& row) {
  const auto text = [&row](absl::string_view column) {
    return absl::StripAsciiWhitespace(row.Text(column));
  };
  const absl::string_view state = text("statecode");
  const absl::string_view name = text("msdyn_internalentityname");
  const std::string none(state == "0" || state == "1" ? kSendsNone : "");
  if (state == "1" || !IsCustomers(text("msdyn_externalentityname"))) {
    return none;
  }
  if (name.empty()) return std::string(kSendsAny);
  const std::string table = TableOf(name);
  return table.empty() ? none : table;
}

}  // namespace landfall::preflight
