// Turns where a customer is present into one word of its row and back. Entry
// points: Remember and Find.
#include "server/recall/presence_memory.h"

#include <algorithm>

#include "server/index/connected.h"

namespace landfall::recall {
namespace {

using index::EntityIndex;
using index::EntitySet;
using index::kNone;
using index::kNoTime;
using index::Micros;
using index::Row;
using index::RowIndex;
using index::World;

// The word, from its lowest bit: the minute from which on it holds, the epoch,
// drift, two flags, and two entities plus one (0: none). An empty word has
// none.
constexpr int kTimeBits = 27;  // until the year 2225
constexpr int kEpochBits = 11;
constexpr int kDriftBits = 2;
constexpr int kEntityBits = 11;
constexpr int kEpochAt = kTimeBits;
constexpr int kDriftAt = kEpochAt + kEpochBits;
constexpr int kAloneAt = kDriftAt + kDriftBits;
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

Micros LatestEvent(const World& world, const std::vector<RowIndex>& rows) {
  Micros latest = kNoTime;
  for (RowIndex index : rows) {
    const Row& row = world.row(index);
    latest = std::max({latest, row.created, world.ExtraOf(row).deleted});
    if (row.Is(Row::kHeld)) continue;
    // Who is known by orders exists from the first and is named by the last.
    for (index::OrderIndex i = row.first_order; i != kNone;
         i = world.order(i).next) {
      latest =
          std::max({latest, world.order(i).placed, world.order(i).deleted});
    }
  }
  return latest;
}

}  // namespace

void PresenceMemory::Forget(const World& world, RowIndex row) {
  if (!remembers_.load(std::memory_order_relaxed)) return;
  // Of a crowd nothing was remembered.
  for (RowIndex other : index::ReachOf(world, row).rows) {
    world.row(other).presence.Set(0);
  }
}

void PresenceMemory::ForgetAll(const World& world) {
  // Once is enough until a reader remembers something again.
  if (!remembers_.exchange(false, std::memory_order_relaxed)) return;
  if (++epoch_ < kEpochs) return;
  // The number comes round: an old word must not look new.
  epoch_ = 0;
  for (size_t i = 0; i < world.row_count(); ++i) world.row(i).presence.Set(0);
}

std::optional<Presence> PresenceMemory::Find(const World& world, RowIndex index,
                                             Micros as_of) const {
  const uint64_t word = world.row(index).presence.Get();
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
  presence.drift = static_cast<Drift>(Field(word, kDriftAt, kDriftBits));
  return presence;
}

void PresenceMemory::Remember(const World& world, RowIndex index, Micros as_of,
                              const EntitySet& entities, bool plain,
                              Drift drift) {
  std::vector<RowIndex> rows = {index};
  if (entities.empty() || entities.size() > 2 ||
      entities.back() >= kMostEntities || !index::AddConnected(world, &rows)) {
    return;
  }
  const Micros latest = LatestEvent(world, rows);
  const uint64_t minute = MinuteAfter(latest);
  if (latest > as_of || Field(minute, 0, kTimeBits) != minute) return;
  const bool alone =
      std::none_of(rows.begin(), rows.end(), [&](RowIndex other) {
        return other != index && world.row(other).Is(Row::kGuest);
      });
  if (drift == Drift::kUnknown) {
    if (const auto known = Find(world, index, as_of)) drift = known->drift;
  }
  uint64_t word = minute | uint64_t{epoch_} << kEpochAt |
                  static_cast<uint64_t>(drift) << kDriftAt |
                  uint64_t{alone} << kAloneAt | uint64_t{plain} << kPlainAt |
                  (uint64_t{entities[0]} + 1) << kFirstAt;
  if (entities.size() == 2) word |= (uint64_t{entities[1]} + 1) << kSecondAt;
  world.row(index).presence.Set(word);
  remembers_.store(true, std::memory_order_relaxed);
}

}  // namespace landfall::recall
