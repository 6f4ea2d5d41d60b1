// The part of World that says when something changes about a customer by the
// clock alone. Entry point: World::TimesAround.
#include "server/index/world.h"

namespace landfall::index {
namespace {

// A customer with more has no end of changes ahead of it anyway.
constexpr size_t kMostTimes = 1024;
constexpr size_t kMostHolders = 32;

}  // namespace

std::optional<std::vector<Micros>> World::TimesAround(
    std::vector<RowIndex> rows, const std::vector<KeyFact>& keys) const {
  for (const KeyFact& key : keys) {
    keys_.ForEach(key.hash, [&](const KeySlot& slot) {
      rows.push_back(slot.row);
      return rows.size() <= kMostHolders;
    });
  }
  if (rows.size() > kMostHolders || !Cluster(&rows)) return std::nullopt;
  std::vector<Micros> times;
  const auto add_events = [&](const base::Hash128& subject) {
    for (const base::Hash128& id : EventsAbout(subject)) {
      times.push_back(events_.at(id).at);
    }
  };
  for (RowIndex index : rows) {
    const Row& row = rows_[index];
    times.push_back(row.created);
    times.push_back(ExtraOf(row).deleted);
    for (OrderIndex i = row.first_order; i != kNone; i = orders_[i].next) {
      times.insert(times.end(), {orders_[i].placed, orders_[i].cancelled,
                                 orders_[i].deleted});
      if (times.size() > kMostTimes) return std::nullopt;
    }
    if (events_.empty()) continue;
    add_events(row.id);
    for (uint32_t s = row.first_slot; s != kNone;
         s = keys_.slot(s).next_of_row) {
      add_events(keys_.slot(s).Id());
    }
  }
  if (times.size() > kMostTimes) return std::nullopt;
  return times;
}

}  // namespace landfall::index
