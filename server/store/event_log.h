#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <tuple>
#include <vector>

#include "server/base/hash128.h"
#include "server/model/event.h"

namespace landfall::store {

// The number of a commit. Each commit has the number of the one before it plus
// one; 0 is a store without commits.
using Revision = int64_t;

// The place of an event in the log: the commit that wrote it, then its place in
// the batch. The default stands before every event. Value type.
struct EventCursor {
  Revision revision = 0;
  uint32_t position = 0;

  // Stands behind every event.
  static constexpr EventCursor End() {
    return {std::numeric_limits<Revision>::max(),
            std::numeric_limits<uint32_t>::max()};
  }

  friend bool operator==(const EventCursor& a, const EventCursor& b) {
    return a.revision == b.revision && a.position == b.position;
  }
  friend bool operator<(const EventCursor& a, const EventCursor& b) {
    return std::tie(a.revision, a.position) < std::tie(b.revision, b.position);
  }
};

// The name among the store's values of the time since which the log has every
// event, in microseconds of Unix time.
inline constexpr char kEventsBeganName[] = "events.began";

// An event for the log, and whom it is about: the records by which an erasure
// finds it again, at most 255.
struct LoggedEvent {
  model::CardEvent event;
  std::vector<base::Hash128> about;
};

// Somebody of whom the log must not speak any more.
struct Forgotten {
  base::Hash128 id;
  // The reference itself names the person, as a guest's does: everything about
  // it goes. Otherwise its events stay without the name.
  bool entirely = false;
};

// A record that stands on a card.
struct MemberKey {
  base::Hash128 record;
  std::string card;

  friend bool operator==(const MemberKey& a, const MemberKey& b) {
    return a.record == b.record && a.card == b.card;
  }
  friend bool operator<(const MemberKey& a, const MemberKey& b) {
    return a.record != b.record ? a.record < b.record : a.card < b.card;
  }
};

}  // namespace landfall::store
