// Files of table maps -> the maps that hold. Entry points: BuiltInTableMaps,
// WithMapFile and TableMaps.
#include "server/preflight/table_maps.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/base/check.h"
#include "server/base/status_macros.h"
#include "server/model/system.h"
#include "server/preflight/internal/shipped_maps.h"
#include "server/preflight/map_file.h"

namespace landfall::preflight {
namespace {

using model::MappedField;
using model::TableMap;

bool IsSameField(const MappedField& a, const MappedField& b) {
  return a.master_field == b.master_field &&
         (!a.master_field.empty() || a.upstream_field == b.upstream_field);
}

absl::Status TakeAway(const std::string& name, const std::string& field,
                      TableMap* map) {
  const auto gone = std::remove_if(
      map->fields.begin(), map->fields.end(), [&](const MappedField& known) {
        return known.master_field == field || known.upstream_field == field;
      });
  if (gone == map->fields.end()) {
    return absl::InvalidArgumentError(absl::StrCat(name, ": map ", map->Name(),
                                                   ": without: the map has no ",
                                                   "field \"", field, "\""));
  }
  map->fields.erase(gone, map->fields.end());
  return absl::OkStatus();
}

absl::Status Extend(const std::string& name, const MapSection& section,
                    TableMap* map) {
  for (const std::string& field : section.without) {
    LF_RETURN_IF_ERROR(TakeAway(name, field, map));
  }
  for (const MappedField& field : section.map.fields) {
    const auto known = std::find_if(
        map->fields.begin(), map->fields.end(),
        [&](const MappedField& f) { return IsSameField(f, field); });
    if (known == map->fields.end()) {
      map->fields.push_back(field);
    } else {
      *known = field;
    }
  }
  if (!section.map.type.empty()) map->type = section.map.type;
  if (section.has_sends) map->sends = section.map.sends;
  if (section.has_receives) map->receives = section.map.receives;
  if (section.has_company) map->of_company = section.map.of_company;
  return absl::OkStatus();
}

}  // namespace

const std::vector<TableMap>& BuiltInTableMaps() {
  static const auto* const maps = [] {
    auto* shipped = new std::vector<TableMap>;
    auto sections = ParseMapFile(internal::ShippedMapText(), "table_maps.txt");
    LF_CHECK(sections.ok());  // our own data
    for (MapSection& section : *sections) {
      shipped->push_back(std::move(section.map));
    }
    return shipped;
  }();
  return *maps;
}

absl::StatusOr<std::vector<TableMap>> WithMapFile(absl::string_view text,
                                                  const std::string& name) {
  LF_ASSIGN_OR_RETURN(std::vector<MapSection> sections,
                      ParseMapFile(text, name));
  std::vector<TableMap> maps = BuiltInTableMaps();
  for (MapSection& section : sections) {
    const auto known =
        std::find_if(maps.begin(), maps.end(), [&](const TableMap& map) {
          return absl::EqualsIgnoreCase(map.Name(), section.map.Name());
        });
    if (section.extends && known == maps.end()) {
      return absl::InvalidArgumentError(absl::StrCat(
          name, ": map ", section.map.Name(), ": extends no shipped map"));
    }
    if (!section.extends && !section.without.empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat(name, ": map ", section.map.Name(),
                       ": without: only of a map that extends one"));
    }
    if (section.extends) {
      LF_RETURN_IF_ERROR(Extend(name, section, &*known));
    } else if (known != maps.end()) {
      *known = std::move(section.map);
    } else {
      maps.push_back(std::move(section.map));
    }
  }
  return maps;
}

const std::vector<TableMap>& TableMapsOf(const model::Settings& settings) {
  return settings.table_maps.empty() ? BuiltInTableMaps() : settings.table_maps;
}

absl::string_view ColumnOf(const MappedField& field) {
  const absl::string_view path = field.upstream_field;
  return path.substr(0, path.find('.'));
}

std::vector<std::string> NamesOfMapped(const MappedField& field) {
  if (field.upstream_field.empty()) return {};
  const absl::string_view column = ColumnOf(field);
  if (column.size() == field.upstream_field.size()) {
    return {field.upstream_field};
  }
  return {field.upstream_field, absl::StrCat("_", column, "_value"),
          std::string(column)};
}

bool IsCustomerEntity(absl::string_view entity) {
  // "Customer groups" and "Customer payment method" begin alike.
  return absl::StartsWithIgnoreCase(entity, "customers") ||
         absl::StartsWithIgnoreCase(entity, "custcustomer");
}

TableMaps::TableMaps(const std::vector<TableMap>& maps) {
  for (const TableMap& map : maps) {
    Entry entry{&map, std::nullopt};
    if (!map.sends.empty()) {
      auto sends = filter::Filter::Parse(map.sends);
      LF_CHECK(sends.ok());  // whoever read the map has parsed it
      entry.sends = *std::move(sends);
    }
    entries_.push_back(std::move(entry));
  }
}

const TableMaps::Entry* TableMaps::OfCustomers(absl::string_view type) const {
  for (const Entry& entry : entries_) {
    if (entry.map->type == type && IsCustomerEntity(entry.map->entity) &&
        model::KindOf(model::System::kDataverse, type) ==
            model::RecordKind::kUpstreamCustomer) {
      return &entry;
    }
  }
  return nullptr;
}

const TableMaps::Entry* TableMaps::OfReference(absl::string_view type) const {
  for (const Entry& entry : entries_) {
    if (entry.map->type == type &&
        model::KindOf(model::System::kDataverse, type) ==
            model::RecordKind::kReference) {
      return &entry;
    }
  }
  return nullptr;
}

const filter::Filter* TableMaps::SendFilter(absl::string_view type) const {
  const Entry* const entry = OfCustomers(type);
  return entry == nullptr || !entry->sends ? nullptr : &*entry->sends;
}

}  // namespace landfall::preflight
