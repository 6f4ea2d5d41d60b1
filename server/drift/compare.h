#pragma once

#include <string>
#include <vector>

#include "server/model/record.h"
#include "server/preflight/table_map.h"

namespace landfall::drift {

// A mapped field whose values differ, as the two records have them.
struct Difference {
  const model::MappedField* field = nullptr;
  std::string upstream;
  std::string master;
};

// Compares an upstream record with its master customer, field by field of the
// table map that keeps them equal, in map order.
//
// Only what both records have is compared: a column that was not read may hold
// anything. An empty value differs from any other, but an empty number is 0 and
// an empty yes or no is no. Values are one when their kinds say so
// (model::FieldKind); a choice whose value the map does not translate, and a
// lookup whose code nobody knows, are not compared. Constants have one side
// only. `resolve` gives the codes of lookups. Pure.
std::vector<Difference> Compare(const model::TableMap& map,
                                const model::Record& upstream,
                                const model::Record& master,
                                preflight::ResolveLookup resolve);

// Whether there is any; cheaper. Pure.
bool Differ(const model::TableMap& map, const model::Record& upstream,
            const model::Record& master, preflight::ResolveLookup resolve);

}  // namespace landfall::drift
