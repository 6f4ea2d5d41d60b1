#include "server/live/change_feed.h"

#include <utility>

namespace landfall::live {

ChangeFeed::~ChangeFeed() {
  if (!listens_) return;
  // With the writer outside.
  const Live::Reading reading = live_.Read();
  live_.touched_.Remove(&changes_);
}

index::Changes ChangeFeed::Take() {
  if (!std::exchange(listens_, true)) {
    live_.touched_.Add(&changes_);
    changes_.AddAll();
  }
  return std::exchange(changes_, {});
}

}  // namespace landfall::live
