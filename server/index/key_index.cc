#include "server/index/key_index.h"

#include "server/base/check.h"
#include "server/index/walked.h"

namespace landfall::index {
namespace {

// Rows have few keys and keys few holders, but for some.
constexpr int kFewKeys = 16;
constexpr int kLongList = 64;

}  // namespace

uint32_t KeyIndex::NewSlot() {
  if (free_ == kNone) return static_cast<uint32_t>(slots_.Add(KeySlot()));
  const uint32_t slot = free_;
  free_ = slots_[slot].next_of_key;
  slots_[slot] = KeySlot();
  return slot;
}

uint32_t KeyIndex::FindSlot(RowIndex row, const KeyFact& key,
                            uint32_t first) const {
  const auto is_it = [&](const KeySlot& slot) {
    return slot.row == row && slot.Id() == key.hash && slot.role == key.role &&
           slot.fallback == key.fallback;
  };
  uint32_t of_row = first;
  uint32_t of_key = kNone;
  for (int steps = 0; of_row != kNone; ++steps) {
    if (is_it(slots_[of_row])) return of_row;
    of_row = slots_[of_row].next_of_row;
    // Most rows have few keys and need no look-up for it.
    if (steps < kFewKeys) continue;
    ++walked;
    of_key = steps == kFewKeys ? Find(key.hash) : slots_[of_key].next_of_key;
    if (of_key == kNone || is_it(slots_[of_key])) return of_key;
  }
  return kNone;
}

void KeyIndex::Add(RowIndex row, const KeyFact& key, uint32_t* first) {
  if (const uint32_t known = FindSlot(row, key, *first); known != kNone) {
    ++slots_[known].uses;
    return;
  }
  if (key.spelling != 0) master_emails_.Add(key.spelling);
  const uint32_t index = NewSlot();
  KeySlot& slot = slots_[index];
  slot.hash_low = key.hash.low;
  slot.hash_high = static_cast<uint32_t>(key.hash.high);
  slot.row = row;
  slot.uses = 1;
  slot.issuer = key.issuer;
  slot.kind = key.kind;
  slot.role = key.role;
  slot.weak = key.weak;
  slot.fallback = key.fallback;
  slot.own = key.own;
  slot.next_of_row = *first;
  *first = index;
  // A known key keeps its head in the table; the new slot goes second.
  const uint32_t head = heads_.Insert(index);
  if (head != index) {
    slot.next_of_key = slots_[head].next_of_key;
    slots_[head].next_of_key = index;
    if (slots_[head].long_list) {
      NoteBefore(index, head);
      NoteBefore(slot.next_of_key, index);
    }
  }
}

bool KeyIndex::Remove(RowIndex row, const KeyFact& key, uint32_t* first) {
  const uint32_t index = FindSlot(row, key, *first);
  LF_CHECK(index != kNone && slots_[index].row == row);
  if (--slots_[index].uses > 0) return false;
  UnlinkFromKey(index);
  UnlinkFromRow(index, first);
  slots_[index].next_of_key = free_;
  free_ = index;
  return true;
}

void KeyIndex::NoteBefore(uint32_t slot, uint32_t before) {
  if (slot != kNone) before_[slot] = before;
}

uint32_t KeyIndex::Before(uint32_t head, uint32_t slot) {
  if (slots_[head].long_list) return before_.at(slot);
  uint32_t before = head;
  int steps = 0;
  while (slots_[before].next_of_key != slot) {
    before = slots_[before].next_of_key;
    ++steps;
  }
  walked += steps;
  if (steps <= kLongList) return before;
  slots_[head].long_list = true;
  for (uint32_t i = head; i != kNone; i = slots_[i].next_of_key) {
    NoteBefore(slots_[i].next_of_key, i);
    ++walked;
  }
  return before;
}

void KeyIndex::UnlinkFromKey(uint32_t index) {
  const uint32_t head = heads_.Find(slots_[index].Id());
  LF_CHECK(head != kNone);
  const uint32_t next = slots_[index].next_of_key;
  const bool long_list = slots_[head].long_list;
  if (head == index) {
    heads_.Erase(slots_[index].Id());
    if (next == kNone) return;
    heads_.Insert(next);
    slots_[next].long_list = long_list;
    before_.erase(next);
    return;
  }
  const uint32_t before = Before(head, index);
  slots_[before].next_of_key = next;
  if (slots_[head].long_list) {
    before_.erase(index);
    NoteBefore(next, before);
  }
}

void KeyIndex::UnlinkFromRow(uint32_t index, uint32_t* first) {
  const uint32_t next = slots_[index].next_of_row;
  if (*first == index) {
    *first = next;
    return;
  }
  uint32_t before = *first;
  while (slots_[before].next_of_row != index) {
    before = slots_[before].next_of_row;
  }
  slots_[before].next_of_row = next;
}

void KeyIndex::ForEach(base::Hash128 hash,
                       absl::FunctionRef<bool(const KeySlot&)> visit) const {
  for (uint32_t i = Find(hash); i != kNone; i = slots_[i].next_of_key) {
    ++walked;
    if (!visit(slots_[i])) return;
  }
}

}  // namespace landfall::index
