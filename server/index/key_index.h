#pragma once

#include <cstdint>

#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "server/index/chunked_vector.h"
#include "server/index/facts.h"

namespace landfall::index {

// Position of a row in World; kNone where there is none.
using RowIndex = uint32_t;
inline constexpr uint32_t kNone = 0xffffffff;

// One customer under one key. Slots of one key form a list, and so do the slots
// of one customer.
struct KeySlot {
  base::Hash128 hash;
  RowIndex row = kNone;
  uint32_t next_of_key = kNone;
  uint32_t next_of_row = kNone;
  uint32_t uses = 0;  // records that contribute this key to this customer
  uint16_t issuer = 0;
  model::KeyKind kind = model::KeyKind::kEmail;
  KeyRole role = KeyRole::kExact;
  bool weak = false;
  bool fallback = false;
};

// Which customers hold which keys: an inverted index whose table holds only
// slot numbers, about 50 bytes a key in all. Not thread-safe; const methods may
// run concurrently.
class KeyIndex {
 public:
  KeyIndex() : heads_(0, SlotHash{&slots_}, SlotEqual{&slots_}) {}
  KeyIndex(const KeyIndex&) = delete;
  KeyIndex& operator=(const KeyIndex&) = delete;

  // Adds `key` to `row`, whose slots start at `*first`. A key that the row has
  // already is only counted once more.
  void Add(RowIndex row, const KeyFact& key, uint32_t* first);

  // Takes one use away; the slot goes with the last one. True when it went.
  bool Remove(RowIndex row, const KeyFact& key, uint32_t* first);

  // The first slot of a key, or kNone.
  uint32_t Find(base::Hash128 hash) const;

  const KeySlot& slot(uint32_t index) const { return slots_[index]; }

  // Visits the slots of a key until `visit` returns false.
  void ForEach(base::Hash128 hash,
               absl::FunctionRef<bool(const KeySlot&)> visit) const;

 private:
  struct SlotHash {
    using is_transparent = void;
    const ChunkedVector<KeySlot>* slots;
    size_t operator()(uint32_t slot) const { return (*slots)[slot].hash.low; }
    size_t operator()(const base::Hash128& hash) const { return hash.low; }
  };
  struct SlotEqual {
    using is_transparent = void;
    const ChunkedVector<KeySlot>* slots;
    bool operator()(uint32_t a, uint32_t b) const {
      return (*slots)[a].hash == (*slots)[b].hash;
    }
    bool operator()(uint32_t a, const base::Hash128& b) const {
      return (*slots)[a].hash == b;
    }
    bool operator()(const base::Hash128& a, uint32_t b) const {
      return a == (*slots)[b].hash;
    }
  };

  uint32_t FindOfRow(const KeyFact& key, uint32_t first) const;
  void UnlinkFromKey(uint32_t slot);
  void UnlinkFromRow(uint32_t slot, uint32_t* first);
  uint32_t NewSlot();

  ChunkedVector<KeySlot> slots_;
  uint32_t free_ = kNone;  // list through next_of_key
  absl::flat_hash_set<uint32_t, SlotHash, SlotEqual> heads_;
};

}  // namespace landfall::index
