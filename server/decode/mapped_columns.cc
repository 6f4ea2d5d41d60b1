// The table maps -> the columns whose emptiness matters. Entry point:
// MappedColumns.
#include "server/decode/mapped_columns.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "server/preflight/table_maps.h"

namespace landfall::decode {
namespace {

using Names = absl::flat_hash_set<std::string>;

// Which company a row belongs to, whatever its map says.
constexpr absl::string_view kCompany = "_msdyn_company_value";

const Names& ShippedOf(model::System system) {
  static const auto* const none = new Names;
  static const auto* const upstream = [] {
    auto* names = new Names{std::string(kCompany)};
    for (const model::TableMap& map : preflight::BuiltInTableMaps()) {
      for (const model::MappedField& field : map.fields) {
        for (std::string& name : preflight::NamesOfMapped(field)) {
          names->insert(absl::AsciiStrToLower(name));
        }
      }
    }
    return names;
  }();
  static const auto* const master = [] {
    auto* names = new Names;
    for (const model::TableMap& map : preflight::BuiltInTableMaps()) {
      for (const model::MappedField& field : map.fields) {
        names->insert(absl::AsciiStrToLower(field.master_field));
      }
    }
    return names;
  }();
  if (system == model::System::kDataverse) return *upstream;
  return system == model::System::kFinanceOperations ? *master : *none;
}

}  // namespace

MappedColumns::MappedColumns(const model::Source& source)
    : shipped_(ShippedOf(source.system)), source_(source) {}

bool MappedColumns::Has(absl::string_view column) const {
  if (shipped_.contains(absl::AsciiStrToLower(column))) return true;
  return std::any_of(source_.mapped_columns.begin(),
                     source_.mapped_columns.end(),
                     [column](const std::string& name) {
                       return absl::EqualsIgnoreCase(name, column);
                     });
}

}  // namespace landfall::decode
