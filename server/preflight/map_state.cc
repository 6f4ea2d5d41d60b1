// A runtime configuration of dual-write -> what its map sends. Entry points:
// PromotionOf and StateCodeOf.
#include "server/preflight/map_state.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

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

// "msdyn_customergroup", "contact|cds contacts v2": several maps send contacts.
std::string OtherCode(absl::string_view table, absl::string_view entity) {
  const std::string customers = TableOf(table);
  if (!customers.empty()) {
    return absl::StrCat(customers, "|", absl::AsciiStrToLower(entity));
  }
  return absl::AsciiStrToLower(absl::StripSuffix(table, "s"));
}

}  // namespace

std::string StateCodeOf(const model::TableMap& map) {
  const std::string table = TableOf(map.table);
  return table.empty() || !IsCustomers(map.entity)
             ? OtherCode(map.table, map.entity)
             : table;
}

std::string PromotionOf(const model::Fields& row) {
  const auto text = [&row](absl::string_view column) {
    return absl::StripAsciiWhitespace(row.Text(column));
  };
  const absl::string_view state = text("statecode");
  const absl::string_view name = text("msdyn_internalentityname");
  const std::string none(state == "0" || state == "1" ? kSendsNone : "");
  const absl::string_view entity = text("msdyn_externalentityname");
  const std::string table = TableOf(name);
  if (state == "1") return none;
  if (IsCustomers(entity) && name.empty()) return std::string(kSendsAny);
  if (IsCustomers(entity) && !table.empty()) return table;
  return none.empty() || name.empty() ? none : OtherCode(name, entity);
}

}  // namespace landfall::preflight
