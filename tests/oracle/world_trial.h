#pragma once

#include <optional>
#include <string>

#include "tests/oracle/random_world.h"

namespace landfall::oracle {

// Lives through a world with the real engine and the oracle side by side and
// compares every answer: after each step, at the end for every moment, once
// more after a restart over the same store, and for an engine that got the same
// records shuffled into other batches. Describes the first question that is
// answered differently; nullopt when all agree.
std::optional<std::string> FirstMismatch(const RandomWorld& world);

// Drops records, rules and settings from a world as long as it still shows a
// mismatch. REQUIRES: FirstMismatch(world) has one.
RandomWorld Shrink(RandomWorld world);

}  // namespace landfall::oracle
