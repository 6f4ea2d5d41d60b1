// Customers -> those connected with them by keys, and the times stored of all.
// Entry points: AddConnected, ReachOf and TimesAround.
#include "server/index/connected.h"

#include <algorithm>

#include "server/index/walked.h"

namespace landfall::index {
namespace {

constexpr size_t kMostRows = 32;
constexpr int kMostSlots = 512;
// A customer with more has no end of changes ahead of it anyway.
constexpr size_t kMostTimes = 1024;

// The orders of a row; false when they are too many.
bool AddOrderTimes(const World& world, const Row& row,
                   std::vector<Micros>* times) {
  for (OrderIndex i = row.first_order; i != kNone; i = world.order(i).next) {
    const OrderRow& order = world.order(i);
    times->insert(times->end(), {order.placed, order.cancelled, order.deleted});
    if (times->size() > kMostTimes) return false;
  }
  return true;
}

// The errors that name a row; false when they are too many.
bool AddEventTimes(const World& world, const Row& row,
                   std::vector<Micros>* times) {
  if (world.events().empty()) return true;
  const auto add = [&](const base::Hash128& subject) {
    world.events().ForEachAbout(subject, kForever, [&](const EventAt& event) {
      times->push_back(event.first);
      return times->size() <= kMostTimes;
    });
    return times->size() <= kMostTimes;
  };
  bool all = add(row.id);
  for (uint32_t s = row.first_slot; s != kNone && all;
       s = world.keys().slot(s).next_of_row) {
    all = add(world.keys().slot(s).Id());
  }
  return all;
}

// AddConnected, as if `except` were not there.
bool AddConnectedBut(const World& world, RowIndex except,
                     std::vector<RowIndex>* rows) {
  int slots = 0;
  auto add = [rows, except](RowIndex row) {
    if (row != except &&
        std::find(rows->begin(), rows->end(), row) == rows->end()) {
      rows->push_back(row);
    }
  };
  for (size_t i = 0; i < rows->size(); ++i) {
    if (rows->size() > kMostRows) return false;
    const Row& row = world.row((*rows)[i]);
    const RowExtra& extra = world.ExtraOf(row);
    if (extra.group != kNone) add(extra.group);
    for (RowIndex m = extra.first_member; m != kNone;
         m = world.ExtraOf(world.row(m)).next_member) {
      ++walked;
      if (++slots > kMostSlots) return false;
      add(m);
      if (rows->size() > kMostRows) return false;
    }
    for (uint32_t s = row.first_slot; s != kNone;
         s = world.keys().slot(s).next_of_row) {
      if (world.keys().slot(s).role != KeyRole::kExact) continue;
      world.keys().ForEach(world.keys().slot(s).Id(), [&](const KeySlot& slot) {
        add(slot.row);
        return ++slots <= kMostSlots && rows->size() <= kMostRows;
      });
      if (slots > kMostSlots || rows->size() > kMostRows) return false;
    }
  }
  return rows->size() <= kMostRows;
}

}  // namespace

bool AddConnected(const World& world, std::vector<RowIndex>* rows) {
  return AddConnectedBut(world, kNone, rows);
}

// Example: X takes on an address that Ann and her two accounts share, and has a
// tax ID that four thousand hold. X is one of a crowd then, and the four
// thousand were one without X. Ann was not, and what is known of her and her
// accounts hangs on X from now on: without X they are three.
Reach ReachOf(const World& world, RowIndex row) {
  Reach reach;
  reach.rows = {row};
  if (AddConnected(world, &reach.rows)) return reach;
  reach.crowded = true;
  reach.rows = {row};
  const auto add = [&](std::vector<RowIndex> linked) {
    if (linked.empty() || !AddConnectedBut(world, row, &linked)) return;
    reach.rows.insert(reach.rows.end(), linked.begin(), linked.end());
  };
  const RowExtra& extra = world.ExtraOf(world.row(row));
  if (extra.group != kNone) add({extra.group});
  for (uint32_t s = world.row(row).first_slot; s != kNone;
       s = world.keys().slot(s).next_of_row) {
    if (world.keys().slot(s).role != KeyRole::kExact) continue;
    std::vector<RowIndex> holders;
    world.keys().ForEach(world.keys().slot(s).Id(), [&](const KeySlot& other) {
      if (other.row != row) holders.push_back(other.row);
      return holders.size() <= kMostRows;
    });
    if (holders.size() <= kMostRows) add(std::move(holders));
  }
  return reach;
}

std::optional<std::vector<Micros>> TimesAround(
    const World& world, std::vector<RowIndex> rows,
    const std::vector<KeyFact>& keys) {
  for (const KeyFact& key : keys) {
    world.keys().ForEach(key.hash, [&](const KeySlot& slot) {
      rows.push_back(slot.row);
      return rows.size() <= kMostRows;
    });
  }
  if (!AddConnected(world, &rows)) return std::nullopt;
  std::vector<Micros> times;
  for (RowIndex index : rows) {
    const Row& row = world.row(index);
    times.push_back(row.created);
    times.push_back(world.ExtraOf(row).deleted);
    if (!AddOrderTimes(world, row, &times)) return std::nullopt;
    if (!AddEventTimes(world, row, &times)) return std::nullopt;
  }
  if (times.size() > kMostTimes) return std::nullopt;
  return times;
}

}  // namespace landfall::index
