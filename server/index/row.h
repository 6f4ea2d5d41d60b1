#pragma once

#include <atomic>
#include <cstdint>

#include "server/index/facts.h"
#include "server/index/key_index.h"
#include "server/index/traits.h"

namespace landfall::index {

using OrderIndex = uint32_t;

// A word that readers may fill in while others read it. Copies are plain.
class SharedWord {
 public:
  SharedWord() = default;
  SharedWord(const SharedWord& other) : word_(other.Get()) {}
  SharedWord& operator=(const SharedWord& other) {
    Set(other.Get());
    return *this;
  }
  uint64_t Get() const { return word_.load(std::memory_order_relaxed); }
  void Set(uint64_t word) const {
    word_.store(word, std::memory_order_relaxed);
  }

 private:
  mutable std::atomic<uint64_t> word_{0};
};

// What few customers have; a row without it holds 0.
struct RowExtra {
  Micros deleted = kNoTime;
  RowIndex group = kNone;
  RowIndex next_member = kNone;  // next customer of the same group
  RowIndex previous_member = kNone;
  RowIndex first_member = kNone;  // groups
};

// A customer of either side in memory. A row exists because its record is held
// or because orders name it (a guest, or a customer whose record never came).
// It fills one cache line: a card visits every row of its window.
struct Row {
  enum Flag : uint16_t {
    kHeld = 1,  // its own record is stored
    kMaster = 2,
    kInScope = 4,
    kCatchAll = 8,
    kBlocked = 16,
    kGuest = 32,
    kGroup = 64,      // not a customer: lends its keys to some
    kCompany = 128,   // borrows from the group of its own id
    kSendable = 256,  // Dataverse: the table map would send it
  };

  base::Hash128 id;
  Micros created = kNoTime;
  SharedWord presence;  // see recall::PresenceMemory
  uint32_t first_slot = kNone;
  OrderIndex first_order = kNone;
  uint32_t name_hash = 0;
  uint32_t postal_hash = 0;
  uint32_t traits = 0;  // see World::TraitsOf
  uint32_t extra = 0;   // see World::ExtraOf
  uint16_t source = 0;
  EntityIndex entity = kNoEntity;
  uint16_t flags = 0;
  uint16_t own_emails = 0;  // usable addresses that are not an order's

  const base::Hash128& Id() const { return id; }
  bool Is(Flag flag) const { return (flags & flag) != 0; }
  void Set(Flag flag, bool on) {
    flags = static_cast<uint16_t>(on ? flags | flag : flags & ~flag);
  }
};
static_assert(sizeof(Row) == 64);

// An order or quote in memory.
struct OrderRow {
  base::Hash128 id;
  Micros placed = kNoTime;
  Micros cancelled = kNoTime;
  Micros deleted = kNoTime;  // exists until then
  int64_t amount = 0;
  RowIndex customer = kNone;
  OrderIndex next = kNone;  // of the same customer
  EntitySetId tag_set = 0;
  EntitySetId ship_set = 0;
  uint64_t rank = 0;       // see OrderFacts
  uint32_t name_hash = 0;  // of the customer as the order has it
  uint16_t currency = 0;
  uint8_t scale = 0;
  bool active : 1 = false;
  bool quote : 1 = false;
  bool has_amount : 1 = false;
  bool ship_from_customer : 1 = false;
  bool unusable_key : 1 = false;  // says something that was meant as a key

  const base::Hash128& Id() const { return id; }
  bool DeletedBy(Micros as_of) const {
    return deleted != kNoTime && deleted <= as_of;
  }
};
static_assert(sizeof(OrderRow) == 80);

}  // namespace landfall::index
