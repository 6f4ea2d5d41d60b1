#pragma once

#include <vector>

#include "server/model/verdict.h"
#include "server/normalize/key.h"

namespace landfall::verdict::internal {

// What became of each key value: those of the asked kinds, and what is not a
// key of any kind. Each once.
std::vector<model::KeyReport> ReportsOf(
    const std::vector<normalize::KeyOutcome>& outcomes, model::KeyKinds asked);

}  // namespace landfall::verdict::internal
