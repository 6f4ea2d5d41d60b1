#pragma once

#include "server/filter/internal/node.h"
#include "server/model/fields.h"

namespace landfall::filter::internal {

// Whether `node` holds for a record with these fields. Pure.
bool Holds(const Node& node, const model::Fields& fields);

}  // namespace landfall::filter::internal
