#pragma once

#include <utility>
#include <vector>

#include "absl/container/btree_set.h"
#include "server/index/world.h"

namespace landfall::index {

// Which rows have something ahead of the clock: an order that is placed
// tomorrow, a record that the clock of another system dates a second from now.
// When the clock gets there, whoever is connected with the row may be judged
// otherwise though nothing was stored. Example: a customer is created at 10:00
// by its shop, and it is 9:59; at 10:00 it takes over the orders of a guest
// with its address. Value type.
class TimesAhead {
 public:
  // Notes what of a row lies ahead of `now`; what was noted of it before stays.
  void Note(const World& world, RowIndex row, Micros now);
  // Takes the rows with a time that `now` has reached.
  std::vector<RowIndex> Take(Micros now);
  void Clear() { ahead_.clear(); }

 private:
  absl::btree_set<std::pair<Micros, RowIndex>> ahead_;
};

}  // namespace landfall::index
