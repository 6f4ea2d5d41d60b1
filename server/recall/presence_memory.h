#pragma once

#include <atomic>
#include <optional>

#include "server/index/entity_set.h"
#include "server/index/world.h"

namespace landfall::recall {

// Whether mapped fields of a customer differ from a master's.
enum class Drift : uint8_t { kUnknown, kNone, kSome };

// What a reader may remember of a customer.
struct Presence {
  index::EntitySet entities;  // with an accepted master; one or two
  bool alone = false;         // no guest shares a key with it
  bool plain = false;  // no flag, no blocked master, no other upstream customer
  Drift drift = Drift::kUnknown;
  index::Micros since = index::kNoTime;  // nothing about it is later
};

// Remembers where customers are present under the default keys, in a word of
// each row, so that a card need not match everybody in its window again. All
// calls are about the rows of the same world. Find and Remember may run beside
// other readers; only the writer forgets.
class PresenceMemory {
 public:
  // nullopt unless it was remembered and nothing has changed since that could
  // matter at `as_of`.
  std::optional<Presence> Find(const index::World& world, index::RowIndex row,
                               index::Micros as_of) const;
  // Declined when the customer shares keys with very many, is present in more
  // than two entities, or anything about them lies after `as_of`. With `drift`
  // unknown, what is remembered of it stays.
  void Remember(const index::World& world, index::RowIndex row,
                index::Micros as_of, const index::EntitySet& entities,
                bool plain, Drift drift);

  // Forgets what was remembered of everybody connected with `row`.
  void Forget(const index::World& world, index::RowIndex row);
  void ForgetAll(const index::World& world);

 private:
  // Outdates everything that is remembered when it grows.
  uint32_t epoch_ = 0;
  // False until a reader remembers something: a first import forgets nothing.
  std::atomic<bool> remembers_{false};
};

}  // namespace landfall::recall
