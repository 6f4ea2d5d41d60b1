#pragma once

#include "server/cards/collection.h"
#include "server/cards/judged.h"
#include "server/cards/plan.h"
#include "server/verdict/assess.h"
#include "server/verdict/describe.h"

namespace landfall::cards {

// What a card says of a customer that it counts. `lookup` is only asked for
// reasons. Pure.
CountedCustomer CountCustomer(const verdict::Context& context,
                              const CardPlan& plan,
                              const verdict::Assessment& assessment,
                              const Wanted& wanted,
                              verdict::RecordLookup lookup);

// Tells a customer that a card of drift counts from whose masters it drifts:
// these are its lines. Pure.
void SetDriftLines(const index::EntitySet& drifting, CountedCustomer* customer);

}  // namespace landfall::cards
