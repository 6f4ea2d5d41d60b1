#pragma once

#include <string>
#include <vector>

#include "tests/scenarios/transport.h"
#include "tests/scenarios/world.h"

namespace landfall::scenarios {

// What must be true of any world, whatever is in it: for each card the count,
// the number of records on pages of any size and, where it counts customers,
// the number of checks that say so are one and the same; and the list adds up
// to the blocked value. `imports` name the customers that may be in it. Returns
// what is not so, one line each.
std::vector<std::string> Disagreements(World& world, Transport& transport,
                                       const std::vector<Import>& imports);

}  // namespace landfall::scenarios
