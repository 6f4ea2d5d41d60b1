#pragma once

#include <optional>

#include "server/store/event_log.h"
#include "server/watch/look.h"

namespace landfall::watch {

// What is written down of a thing that has come onto a card, as the world is
// now. Its cause is that it changed, or that the clock alone did it, which
// `data_changed` rules out in most cases. nullopt for who is gone since it was
// counted, and so told among the changes.
std::optional<store::LoggedEvent> DescribeArrival(
    reconcile::LongQuestion& question, const Look& look, const Counted& counted,
    bool data_changed);

}  // namespace landfall::watch
