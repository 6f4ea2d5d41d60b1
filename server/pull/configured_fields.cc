// Entry point: ConfiguredFields.
#include "server/pull/configured_fields.h"

#include <algorithm>
#include <utility>

#include "server/filter/filter.h"
#include "server/preflight/table_maps.h"

namespace landfall::pull {

std::vector<std::string> WithMore(std::vector<std::string> fields,
                                  const std::vector<std::string>& more) {
  for (const std::string& path : more) {
    std::string field = path.substr(0, path.find('.'));
    if (std::find(fields.begin(), fields.end(), field) == fields.end()) {
      fields.push_back(std::move(field));
    }
  }
  return fields;
}

bool TableMapsMatter(const model::Settings& settings) {
  const auto has = [&](model::System system) {
    return std::any_of(
        settings.sources.begin(), settings.sources.end(),
        [&](const model::Source& source) { return source.system == system; });
  };
  return has(model::System::kDataverse) &&
         has(model::System::kFinanceOperations);
}

std::vector<std::string> MappedMasterFields(const model::Settings& settings) {
  std::vector<std::string> fields;
  if (!TableMapsMatter(settings)) return fields;
  const preflight::TableMaps maps(preflight::TableMapsOf(settings));
  for (absl::string_view type : {"account", "contact"}) {
    const preflight::TableMaps::Entry* const entry = maps.OfCustomers(type);
    if (entry == nullptr) continue;
    for (const model::MappedField& field : entry->map->fields) {
      const bool compared =
          !field.master_field.empty() && !field.upstream_field.empty();
      if (compared) fields = WithMore(std::move(fields), {field.master_field});
    }
  }
  return fields;
}

std::vector<std::string> ConfiguredPaths(const model::Settings& settings,
                                         const model::Source& source,
                                         absl::string_view type) {
  std::vector<std::string> paths = source.keys.email;
  const auto add = [&paths](const std::vector<std::string>& more) {
    paths.insert(paths.end(), more.begin(), more.end());
  };
  add(source.keys.tax_id);
  for (const model::ExternalIdField& id : source.keys.external_id) {
    paths.push_back(id.field);
  }
  add(source.created);
  for (const model::ScopeRule& rule : settings.scope) {
    if (rule.source != source.id || rule.type != type) continue;
    const auto filter = filter::Filter::Parse(rule.exclude);
    if (filter.ok()) add(filter->Paths());
  }
  for (const model::DocumentRule& rule : settings.documents) {
    if (rule.orders == source.id && type == "order") {
      paths.push_back(rule.order_field);
    }
  }
  return paths;
}

std::vector<std::string> ConfiguredFields(const model::Settings& settings,
                                          const model::Source& source,
                                          absl::string_view type) {
  return WithMore({}, ConfiguredPaths(settings, source, type));
}

}  // namespace landfall::pull
