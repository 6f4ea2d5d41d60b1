#pragma once

#include <optional>

#include "absl/time/time.h"
#include "server/model/event.h"
#include "server/model/settings.h"
#include "server/watch/notes.h"

namespace landfall::watch {

// Takes note that a card counts `count` at `now`, and says what that does to
// its alert: it fires when the count has been above the limit for as long as
// the card holds it back, and clears when it has been at or below the other one
// as long. nullopt: nothing. Pure.
std::optional<model::EventType> NoteCount(const model::CardSettings& card,
                                          int count, absl::Time now,
                                          AlertNote* note);

}  // namespace landfall::watch
