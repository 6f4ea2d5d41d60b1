#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/model/record.h"
#include "server/preflight/table_map.h"
#include "server/preflight/table_maps.h"

namespace landfall::preflight {

// What would stop a row on its way through a table map.
struct Finding {
  enum class Kind {
    kMapStopped,    // the map does not run
    kFiltered,      // it does not send such rows
    kNoCompany,     // it sends no rows that name no company
    kEmpty,         // the master refuses a row without the field
    kUnknownValue,  // the master does not have the value
    kNeedsMap,      // the map that brings the value does not run
  };
  explicit Finding(Kind k) : kind(k) {}

  Kind kind;
  const model::MappedField* field = nullptr;  // of the last three
  std::string value;                          // of the last two
  std::string clause;                         // of kFiltered
  const model::TableMap* needs = nullptr;     // of kNeedsMap
};

// Answers whether a map runs; nullopt when nothing tells.
using MapRuns =
    absl::FunctionRef<std::optional<bool>(const model::TableMap& map)>;

// What a mapped field of a Dataverse row holds: the code that a lookup leads to
// where the row, or `resolve`, knows it. nullopt: the row does not have the
// column, so that nobody knows. "": it is empty. Pure.
std::optional<std::string> UpstreamValueOf(const model::MappedField& field,
                                           const model::Fields& row,
                                           ResolveLookup resolve);

// Walks a row of Dataverse through a table map, in map order. Of a row that the
// map does not send nothing else is said. What nobody knows is no finding: a
// set that was never read, an id that nothing explains, the state of a map that
// cannot be read. Pure.
std::vector<Finding> Walk(const TableMaps& maps, const TableMaps::Entry& entry,
                          const model::Record& record, KnownValue known,
                          ResolveLookup resolve, MapRuns runs);

}  // namespace landfall::preflight
