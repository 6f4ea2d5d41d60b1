// The part of World that remembers where customers are present, so that a card
// need not match everybody in its window again.
#include <algorithm>

#include "server/index/world.h"

namespace landfall::index {
namespace {

// A cluster beyond these is neither remembered nor forgotten one by one.
constexpr size_t kMostRows = 32;
constexpr int kMostSlots = 512;

// The word, from its lowest bit: the minute from which on it holds, the epoch,
// two flags, and two entities plus one (0: none). An empty word has none.
constexpr int kTimeBits = 27;  // until the year 2225
constexpr int kEpochBits = 13;
constexpr int kEntityBits = 11;
constexpr int kEpochAt = kTimeBits;
constexpr int kAloneAt = kEpochAt + kEpochBits;
constexpr int kPlainAt = kAloneAt + 1;
constexpr int kFirstAt = kPlainAt + 1;
constexpr int kSecondAt = kFirstAt + kEntityBits;
static_assert(kSecondAt + kEntityBits == 64);

constexpr Micros kMinute = 60 * 1000000;
constexpr uint64_t kEpochs = uint64_t{1} << kEpochBits;
// Entities beyond have no number that fits.
constexpr EntityIndex kMostEntities = (1 << kEntityBits) - 1;

uint64_t Field(uint64_t word, int at, int bits) {
  return word >> at & ((uint64_t{1} << bits) - 1);
}

// The first full minute at or after `time`.
uint64_t MinuteAfter(Micros time) {
  if (time <= 0) return 0;
  return static_cast<uint64_t>((time + kMinute - 1) / kMinute);
}

}  // namespace

bool World::Cluster(std::vector<RowIndex>* rows) const {
  int slots = 0;
  auto add = [rows](RowIndex row) {
    if (std::find(rows->begin(), rows->end(), row) == rows->end()) {
      rows->push_back(row);
    }
  };
  for (size_t i = 0; i < rows->size(); ++i) {
    if (rows->size() > kMostRows) return false;
    const Row& row = rows_[(*rows)[i]];
    const RowExtra& extra = ExtraOf(row);
    if (extra.group != kNone) add(extra.group);
    for (RowIndex m = extra.first_member; m != kNone;
         m = ExtraOf(rows_[m]).next_member) {
      if (++slots > kMostSlots) return false;
      add(m);
    }
    for (uint32_t s = row.first_slot; s != kNone;
         s = keys_.slot(s).next_of_row) {
      if (keys_.slot(s).role != KeyRole::kExact) continue;
      keys_.ForEach(keys_.slot(s).Id(), [&](const KeySlot& slot) {
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
  std::vector<RowIndex> rows = {row};
  if (!Cluster(&rows)) {
    ForgetAll();
    return;
  }
  for (RowIndex other : rows) rows_[other].presence.Set(0);
}

void World::ForgetAll() {
  if (++epoch_ < kEpochs) return;
  // The number comes round: an old word must not look new.
  epoch_ = 0;
  for (size_t i = 0; i < rows_.size(); ++i) rows_[i].presence.Set(0);
}

Micros World::LatestEvent(const std::vector<RowIndex>& rows) const {
  Micros latest = kNoTime;
  for (RowIndex index : rows) {
    const Row& row = rows_[index];
    latest = std::max({latest, row.created, ExtraOf(row).deleted});
    if (row.Is(Row::kHeld)) continue;
    // Who is known by orders exists from the first and is named by the last.
    for (OrderIndex i = row.first_order; i != kNone; i = orders_[i].next) {
      latest = std::max({latest, orders_[i].placed, orders_[i].deleted});
    }
  }
  return latest;
}

std::optional<Presence> World::RememberedPresence(RowIndex index,
                                                  Micros as_of) const {
  const uint64_t word = rows_[index].presence.Get();
  const uint64_t first = Field(word, kFirstAt, kEntityBits);
  if (first == 0 || as_of < 0) return std::nullopt;
  if (Field(word, kEpochAt, kEpochBits) != epoch_) return std::nullopt;
  if (static_cast<uint64_t>(as_of / kMinute) < Field(word, 0, kTimeBits)) {
    return std::nullopt;
  }
  Presence presence;
  presence.entities.push_back(static_cast<EntityIndex>(first - 1));
  if (const uint64_t second = Field(word, kSecondAt, kEntityBits)) {
    presence.entities.push_back(static_cast<EntityIndex>(second - 1));
  }
  presence.since = static_cast<Micros>(Field(word, 0, kTimeBits)) * kMinute;
  presence.alone = Field(word, kAloneAt, 1) == 1;
  presence.plain = Field(word, kPlainAt, 1) == 1;
  return presence;
}

void World::RememberPresence(RowIndex index, Micros as_of,
                             const EntitySet& entities, bool plain) const {
  std::vector<RowIndex> rows = {index};
  if (entities.empty() || entities.size() > 2 ||
      entities.back() >= kMostEntities || !Cluster(&rows)) {
    return;
  }
  const Micros latest = LatestEvent(rows);
  const uint64_t minute = MinuteAfter(latest);
  if (latest > as_of || Field(minute, 0, kTimeBits) != minute) return;
  const bool alone =
      std::none_of(rows.begin(), rows.end(), [&](RowIndex other) {
        return other != index && rows_[other].Is(Row::kGuest);
      });
  uint64_t word = minute | uint64_t{epoch_} << kEpochAt |
                  uint64_t{alone} << kAloneAt | uint64_t{plain} << kPlainAt |
                  (uint64_t{entities[0]} + 1) << kFirstAt;
  if (entities.size() == 2) word |= (uint64_t{entities[1]} + 1) << kSecondAt;
  rows_[index].presence.Set(word);
  remembers_.store(true, std::memory_order_relaxed);
}

}  // namespace landfall::index
