#pragma once

#include <vector>

#include "server/verdict/assess.h"
#include "server/verdict/describe.h"

namespace landfall::verdict {

// Drift: a customer of Dataverse has landed, and the fields that a table map
// keeps equal are not. Compared is a customer whom the map sends, with each
// master that it is where it is expected, in Finance & Operations. Of several
// in one legal entity, those count that carry its number, if there are any:
// dual-write keeps nobody else equal.

// The masters that a customer is compared with, in row order; none when no map
// keeps it equal to any. Looks at no record. Pure.
std::vector<index::RowIndex> ComparedMasters(const Context& context,
                                             const Assessment& assessment);

// The legal entities of those whose mapped fields differ. Reads the records.
// Pure.
index::EntitySet DriftingEntities(const Context& context,
                                  const Assessment& assessment,
                                  RecordLookup lookup);

// The mapped fields that differ, by master in the order of records, then in map
// order; at most kMostDrift. Pure.
inline constexpr size_t kMostDrift = 200;
std::vector<model::FieldDrift> DriftOf(const Context& context,
                                       const Assessment& assessment,
                                       RecordLookup lookup);

}  // namespace landfall::verdict
