#pragma once

#include <vector>

#include "server/cards/collection.h"
#include "server/cards/population.h"
#include "server/verdict/describe.h"

namespace landfall::cards {

// The error events in the window of a card that counts them, oldest first. With
// `in_full` their records are read, else only their ids and times are given.
// Part of them when the context's budget ends before.
std::vector<CountedEvent> CollectEvents(const verdict::Context& context,
                                        const CardPlan& plan, bool in_full,
                                        verdict::RecordLookup lookup,
                                        GiveWay give_way);

}  // namespace landfall::cards
