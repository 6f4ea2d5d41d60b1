#pragma once

#include <cstdint>

#include "server/index/facts.h"

namespace landfall::verdict {

// What is known to be missing from the customers of a legal entity because it
// could not be read. Value type.
struct Gap {
  index::Micros since = index::kNoTime;  // kNoTime: nothing is missing
  int64_t rows = 0;                      // so many could not be read
  bool cut_short = false;  // and there was more, nobody knows how much
  // Somebody vouched for it, or it is small enough: it is shown, and what is
  // held can say "absent" all the same.
  bool accepted = false;

  bool Any() const { return since != index::kNoTime; }
  bool Spoils() const { return Any() && !accepted; }
};

inline bool operator==(const Gap& a, const Gap& b) {
  return a.since == b.since && a.rows == b.rows && a.cut_short == b.cut_short &&
         a.accepted == b.accepted;
}

}  // namespace landfall::verdict
