#pragma once

#include <cstdint>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "server/index/chunked_vector.h"
#include "server/index/facts.h"
#include "server/index/id_set.h"
#include "server/index/spelling_filter.h"

namespace landfall::index {

// Position of a row in World; kNone where there is none.
using RowIndex = uint32_t;
inline constexpr uint32_t kNone = 0xffffffff;

// One customer under one key. Slots of one key form a list, and so do the slots
// of one customer. There are several for every customer, so each bit counts:
// two slots fill a cache line.
struct KeySlot {
  uint64_t hash_low = 0;
  uint32_t hash_high = 0;  // key hashes have 96 bits, see KeyHash
  RowIndex row = kNone;
  uint32_t next_of_key = kNone;
  uint32_t next_of_row = kNone;
  uint32_t uses = 0;  // records that contribute this key to this customer
  uint16_t issuer = 0;
  model::KeyKind kind : 2 = model::KeyKind::kEmail;
  KeyRole role : 2 = KeyRole::kExact;
  bool weak : 1 = false;
  bool fallback : 1 = false;
  bool long_list : 1 = false;  // of the first slot of a key: see KeyIndex
  bool own : 1 = false;

  base::Hash128 Id() const { return {hash_high, hash_low}; }
};
static_assert(sizeof(KeySlot) == 32);

// Which customers hold which keys: an inverted index whose table holds only
// slot numbers, about 40 bytes a key in all. Not thread-safe; const methods may
// run concurrently.
class KeyIndex {
 public:
  KeyIndex() : heads_(&slots_) {}
  KeyIndex(const KeyIndex&) = delete;
  KeyIndex& operator=(const KeyIndex&) = delete;

  // Adds `key` to `row`, whose slots start at `*first`. A key that the row has
  // already is only counted once more.
  void Add(RowIndex row, const KeyFact& key, uint32_t* first);

  // Takes one use away; the slot goes with the last one. True when it went.
  bool Remove(RowIndex row, const KeyFact& key, uint32_t* first);

  // The first slot of a key, or kNone.
  uint32_t Find(base::Hash128 hash) const { return heads_.Find(hash); }
  // Tells the processor that `hash` is going to be looked up.
  void Prefetch(base::Hash128 hash) const { heads_.Prefetch(hash); }

  const KeySlot& slot(uint32_t index) const { return slots_[index]; }

  // Holds the address of every master that is or ever was.
  const SpellingFilter& master_emails() const { return master_emails_; }

  // Visits the slots of a key until `visit` returns false.
  void ForEach(base::Hash128 hash,
               absl::FunctionRef<bool(const KeySlot&)> visit) const;

 private:
  // The slot of `row` with `key`, or kNone. Goes along the shorter of the two
  // lists that it may be in.
  uint32_t FindSlot(RowIndex row, const KeyFact& key, uint32_t first) const;
  // The slot in front of another one that is not the head of its key.
  uint32_t Before(uint32_t head, uint32_t slot);
  void NoteBefore(uint32_t slot, uint32_t before);
  void UnlinkFromKey(uint32_t slot);
  void UnlinkFromRow(uint32_t slot, uint32_t* first);
  uint32_t NewSlot();

  ChunkedVector<KeySlot> slots_;
  uint32_t free_ = kNone;  // list through next_of_key
  IdSet<KeySlot> heads_;   // the first slot of every key
  // The slot in front of each but the first, for keys of which one was taken
  // from far behind: otherwise taking all of a long list would go through it
  // once for each.
  absl::flat_hash_map<uint32_t, uint32_t> before_;
  SpellingFilter master_emails_;
};

}  // namespace landfall::index
