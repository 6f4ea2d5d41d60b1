#pragma once

#include <atomic>
#include <optional>
#include <vector>

#include "server/index/entity_set.h"
#include "server/index/row.h"

namespace landfall::index {

class World;

// What a reader may remember of a customer.
struct Presence {
  EntitySet entities;  // with an accepted master; one or two
  bool alone = false;  // no guest shares a key with it
  bool plain = false;  // no flag, no blocked master, no other upstream customer
  Micros since = kNoTime;  // nothing about it is later
};

// Remembers where customers are present under the default keys, in a word of
// each row, so that a card need not match everybody in its window again.
// Find and Remember may run beside other readers; the world forgets what it
// changes.
class PresenceMemory {
 public:
  // `world` is the one that owns this.
  explicit PresenceMemory(const World* world) : world_(*world) {}

  // nullopt unless it was remembered and nothing has changed since that could
  // matter at `as_of`.
  std::optional<Presence> Find(RowIndex row, Micros as_of) const;
  // Declined when the customer shares keys with very many, is present in more
  // than two entities, or anything about them lies after `as_of`.
  void Remember(RowIndex row, Micros as_of, const EntitySet& entities,
                bool plain) const;

  // Forgets what was remembered of everybody connected with `row`.
  void Forget(RowIndex row);
  void ForgetAll();

 private:
  Micros LatestEvent(const std::vector<RowIndex>& rows) const;

  const World& world_;
  // Outdates everything that is remembered when it grows.
  uint32_t epoch_ = 0;
  // False until a reader remembers something: a first import forgets nothing.
  mutable std::atomic<bool> remembers_{false};
};

}  // namespace landfall::index
