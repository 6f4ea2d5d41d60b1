#pragma once

#include "server/store/event_log.h"
#include "server/watch/look.h"

namespace landfall::watch {

// What is written down of a thing that a card counts no more. `entered` is what
// was written down of its arrival: whom it is about, and what it was worth when
// it stood on the card. `erased`: what is not in the store any more was erased,
// and did not go with the orders that alone knew of it.
absl::StatusOr<store::LoggedEvent> DescribeDeparture(
    reconcile::LongQuestion& question, const Look& look, base::Hash128 id,
    const model::CardEvent& entered, bool erased);

}  // namespace landfall::watch
