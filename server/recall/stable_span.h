#pragma once

#include "server/index/facts.h"

namespace landfall::recall {

// The times, both ends included, at which an answer stays as it is while
// nothing is stored. Value type.
struct StableSpan {
  index::Micros first = index::kNoTime;
  index::Micros last = index::kForever;

  bool Contains(index::Micros as_of) const {
    return first <= as_of && as_of <= last;
  }
};

}  // namespace landfall::recall
