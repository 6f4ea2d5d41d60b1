#pragma once

#include <vector>

#include "server/model/verdict.h"

// What answers about several customers share.

namespace landfall::verdict::internal {

// The one of two verdicts that needs somebody more: NOT_PROMOTED, UNKNOWN,
// AWAITING_SYNC, PROMOTED, OUT_OF_SCOPE.
model::Verdict Worse(model::Verdict a, model::Verdict b);

void SortByRecord(std::vector<model::Counterpart>* counterparts);

}  // namespace landfall::verdict::internal
