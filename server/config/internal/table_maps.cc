// table_maps: a file that changes the table maps of dual-write or adds some.
#include "server/preflight/table_maps.h"

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "server/config/internal/readers.h"
#include "server/preflight/map_file.h"

namespace landfall::config::internal {
namespace {

// The text of the file; nullopt after a problem.
std::optional<std::string> ReadMapText(const Item& item,
                                       const std::string& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  if (!error && size > preflight::kMostMapBytes) {
    item.Fail(absl::StrCat("file ", path, " is longer than ",
                           preflight::kMostMapBytes, " bytes"));
    return std::nullopt;
  }
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  if (!error && file.is_open()) text << file.rdbuf();
  if (error || !file.is_open() || file.bad()) {
    item.Fail(absl::StrCat("file ", path, " cannot be read"));
    return std::nullopt;
  }
  return text.str();
}

// What the maps call their fields on the side of `system`.
std::set<std::string> NamesIn(const std::vector<model::TableMap>& maps,
                              model::System system) {
  std::set<std::string> names;
  for (const model::TableMap& map : maps) {
    for (const model::MappedField& field : map.fields) {
      if (system == model::System::kDataverse) {
        for (const std::string& name : preflight::NamesOfMapped(field)) {
          names.insert(name);
        }
      } else if (!field.master_field.empty()) {
        names.insert(field.master_field);
      }
    }
  }
  return names;
}

// Tells each source of the columns that only these maps name.
void TellSources(ServerOptions& options) {
  for (model::Source& source : options.settings.sources) {
    if (source.system != model::System::kDataverse &&
        source.system != model::System::kFinanceOperations) {
      continue;
    }
    const std::set<std::string> shipped =
        NamesIn(preflight::BuiltInTableMaps(), source.system);
    for (const std::string& name :
         NamesIn(options.settings.table_maps, source.system)) {
      if (shipped.count(name) == 0) source.mapped_columns.push_back(name);
    }
  }
}

}  // namespace

void ReadTableMaps(const Section& file, const std::string& directory,
                   ServerOptions& options) {
  const std::optional<Item> item = file.Find("table_maps");
  if (!item.has_value()) return;
  const std::optional<std::string> name = item->Text();
  if (!name.has_value()) return;
  const std::string path = Absolute(*name, directory);
  const std::optional<std::string> text = ReadMapText(*item, path);
  if (!text.has_value()) return;
  auto maps = preflight::WithMapFile(*text, path);
  if (!maps.ok()) {
    item->Fail(std::string(maps.status().message()));
    return;
  }
  options.settings.table_maps = *std::move(maps);
  TellSources(options);
}

}  // namespace landfall::config::internal
