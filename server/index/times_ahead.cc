#include "server/index/times_ahead.h"

namespace landfall::index {

void TimesAhead::Note(const World& world, RowIndex index, Micros now) {
  const auto note = [&](Micros time) {
    if (time != kNoTime && time > now) ahead_.insert({time, index});
  };
  const Row& row = world.row(index);
  note(row.created);
  note(world.ExtraOf(row).deleted);
  note(world.last_changes().At(index));
  for (OrderIndex i = row.first_order; i != kNone; i = world.order(i).next) {
    const OrderRow& order = world.order(i);
    note(order.placed);
    note(order.cancelled);
    note(order.deleted);
  }
}

std::vector<RowIndex> TimesAhead::Take(Micros now) {
  std::vector<RowIndex> rows;
  while (!ahead_.empty() && ahead_.begin()->first <= now) {
    rows.push_back(ahead_.begin()->second);
    ahead_.erase(ahead_.begin());
  }
  return rows;
}

}  // namespace landfall::index
