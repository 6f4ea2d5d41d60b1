#pragma once

#include <vector>

#include "server/verdict/assess.h"
#include "server/verdict/describe.h"

namespace landfall::verdict {

// What the table maps would stop a record for, beside the reasons, which name
// what the world knows of every row. In map order; at most kMostFindings.
inline constexpr size_t kMostFindings = 100;

// Of a customer of Dataverse that has not landed in some legal entity of
// Finance & Operations, through the map of customers; of a contact that is no
// customer, through the other maps of its table. Reads its record. Pure.
std::vector<model::PreflightFinding> PreflightOf(const Context& context,
                                                 const Assessment& assessment,
                                                 RecordLookup lookup);

// Of a row of a reference set of Dataverse (a customer group) that its legal
// entity does not list, for all that is known. Pure.
std::vector<model::PreflightFinding> PreflightOf(const Context& context,
                                                 const model::Record& record);

}  // namespace landfall::verdict
