#pragma once

#include <optional>
#include <vector>

#include "server/index/world.h"

namespace landfall::index {

// Adds everybody who is connected with `rows` through shared keys, directly or
// through others; false when they are too many to go through each time. Pure.
bool AddConnected(const World& world, std::vector<RowIndex>* rows);

// Everybody whose judgement may hang on a row that is about to change, or has
// just changed.
struct Reach {
  std::vector<RowIndex> rows;  // the row first
  // The row is one of too many who are connected. Of those, `rows` holds who
  // was not before the row joined them: the others know that they are many.
  bool crowded = false;
};
// Pure.
Reach ReachOf(const World& world, RowIndex row);

// Every time stored of the customers `rows`, of everybody else who ever held
// one of `keys`, of all who are connected with them, of their orders, and of
// the errors that name one of them. What the rules say of these customers
// changes only when the clock passes such a time, or one a fixed span after it.
// Some may be kNoTime. nullopt when they are very many. Pure.
std::optional<std::vector<Micros>> TimesAround(
    const World& world, std::vector<RowIndex> rows,
    const std::vector<KeyFact>& keys);

}  // namespace landfall::index
