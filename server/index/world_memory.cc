// The part of World that remembers where customers are present, so that a card
// need not match everybody in its window again.
#include <algorithm>

#include "server/index/world.h"

namespace landfall::index {
namespace {

// A cluster beyond these is neither remembered nor forgotten one by one.
constexpr size_t kMostRows = 32;
constexpr int kMostSlots = 512;

// The word: entity + 1 in 15 bits, the epoch in 16, and the second from which
// on it holds in 33.
constexpr int kTimeBits = 33;
constexpr int kEpochBits = 16;
constexpr uint64_t kTimeMask = (uint64_t{1} << kTimeBits) - 1;
constexpr EntityIndex kMostEntities = (1 << 15) - 2;

uint64_t Pack(EntityIndex entity, uint16_t epoch, uint64_t second) {
  return (uint64_t{entity} + 1) << (kTimeBits + kEpochBits) |
         uint64_t{epoch} << kTimeBits | second;
}

// The first full second at or after `time`.
uint64_t SecondAfter(Micros time) {
  if (time <= 0) return 0;
  return static_cast<uint64_t>((time + 999999) / 1000000);
}

}  // namespace

bool World::Cluster(RowIndex first, std::vector<RowIndex>* rows) const {
  rows->assign(1, first);
  int slots = 0;
  auto add = [rows](RowIndex row) {
    if (std::find(rows->begin(), rows->end(), row) == rows->end()) {
      rows->push_back(row);
    }
  };
  for (size_t i = 0; i < rows->size(); ++i) {
    if (rows->size() > kMostRows) return false;
    const Row& row = rows_[(*rows)[i]];
    if (row.group != kNone) add(row.group);
    for (RowIndex m = row.first_member; m != kNone; m = rows_[m].next_member) {
      if (++slots > kMostSlots) return false;
      add(m);
    }
    for (uint32_t s = row.first_slot; s != kNone;
         s = keys_.slot(s).next_of_row) {
      if (keys_.slot(s).role != KeyRole::kExact) continue;
      keys_.ForEach(keys_.slot(s).hash, [&](const KeySlot& slot) {
        add(slot.row);
        return ++slots <= kMostSlots;
      });
      if (slots > kMostSlots) return false;
    }
  }
  return rows->size() <= kMostRows;
}

void World::Forget(RowIndex row) {
  if (!remembers_.load(std::memory_order_relaxed)) return;
  std::vector<RowIndex> rows;
  if (!Cluster(row, &rows)) {
    ForgetAll();
    return;
  }
  for (RowIndex other : rows) rows_[other].presence.Set(0);
}

void World::ForgetAll() {
  if (++epoch_ != 0) return;
  // The number came round: an old word must not look new.
  for (size_t i = 0; i < rows_.size(); ++i) rows_[i].presence.Set(0);
}

Micros World::LatestEvent(const std::vector<RowIndex>& rows) const {
  Micros latest = kNoTime;
  for (RowIndex index : rows) {
    const Row& row = rows_[index];
    latest = std::max({latest, row.created, row.deleted});
    if (row.Is(Row::kHeld)) continue;
    // Who is known by orders exists from the first and is named by the last.
    for (OrderIndex i = row.first_order; i != kNone; i = orders_[i].next) {
      latest = std::max({latest, orders_[i].placed, orders_[i].deleted});
    }
  }
  return latest;
}

std::optional<EntityIndex> World::RememberedPresence(RowIndex index,
                                                     Micros as_of) const {
  const uint64_t word = rows_[index].presence.Get();
  const uint64_t entity = word >> (kTimeBits + kEpochBits);
  if (entity == 0 || as_of < 0) return std::nullopt;
  if (static_cast<uint16_t>(word >> kTimeBits) != epoch_) return std::nullopt;
  if (static_cast<uint64_t>(as_of / 1000000) < (word & kTimeMask)) {
    return std::nullopt;
  }
  return static_cast<EntityIndex>(entity - 1);
}

void World::RememberPresence(RowIndex index, Micros as_of,
                             EntityIndex entity) const {
  std::vector<RowIndex> rows;
  if (entity > kMostEntities || !Cluster(index, &rows)) return;
  const Micros latest = LatestEvent(rows);
  if (latest > as_of) return;
  const uint64_t second = SecondAfter(latest);
  if (second > kTimeMask) return;
  rows_[index].presence.Set(Pack(entity, epoch_, second));
  remembers_.store(true, std::memory_order_relaxed);
}

}  // namespace landfall::index
