#pragma once

#include "server/cards/collect.h"
#include "server/model/card.h"
#include "server/verdict/describe.h"

namespace landfall::cards {

// The whole card: counts, breakdowns, value, twin. Pure. `revision` is left to
// the caller.
model::Card Tally(const verdict::Context& context, const CardPlan& plan,
                  verdict::RecordLookup lookup);

}  // namespace landfall::cards
