#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "server/base/hash128.h"
#include "server/store/event_log.h"

namespace landfall::reconcile {

// A place in the log as callers see it: a text that only the server of this
// store can have written, and that is the same each time. Pure.
std::string WriteCursor(const base::Hasher& hasher, store::EventCursor cursor);
// nullopt: not written by this.
std::optional<store::EventCursor> ReadCursor(const base::Hasher& hasher,
                                             absl::string_view text);

// Behind every event that was written up to `revision`, before every later one.
store::EventCursor EndOf(store::Revision revision);

// The id of the event that stands there.
std::string EventId(const base::Hasher& hasher, store::EventCursor cursor);

}  // namespace landfall::reconcile
