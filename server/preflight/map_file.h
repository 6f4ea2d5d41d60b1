#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/model/table_map.h"

namespace landfall::preflight {

// A section of a file of table maps: a map, or what an extension changes of the
// map that there is.
struct MapSection {
  model::TableMap map;
  bool extends = false;
  bool has_sends = false;
  bool has_receives = false;
  bool has_company = false;
  std::vector<std::string> without;  // fields that an extension takes away
};

// What a file may hold.
inline constexpr size_t kMostMapBytes = size_t{1} << 20;
inline constexpr size_t kMostMaps = 200;
inline constexpr size_t kMostMappedFields = 1000;  // of one map

// Reads a file of table maps; table_maps.txt says how it is written. `name`
// stands for the file. INVALID_ARGUMENT with "<name>:<line>: ", the field and
// what is allowed there: no such symbol, word or record type, a filter that
// does not parse, a field or a map that comes twice, more than the above. Pure.
absl::StatusOr<std::vector<MapSection>> ParseMapFile(absl::string_view text,
                                                     const std::string& name);

}  // namespace landfall::preflight
