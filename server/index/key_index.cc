#include "server/index/key_index.h"

#include "server/base/check.h"

namespace landfall::index {

uint32_t KeyIndex::NewSlot() {
  if (free_ == kNone) return static_cast<uint32_t>(slots_.Add(KeySlot()));
  const uint32_t slot = free_;
  free_ = slots_[slot].next_of_key;
  slots_[slot] = KeySlot();
  return slot;
}

uint32_t KeyIndex::FindOfRow(const KeyFact& key, uint32_t first) const {
  for (uint32_t i = first; i != kNone; i = slots_[i].next_of_row) {
    const KeySlot& slot = slots_[i];
    if (slot.Id() == key.hash && slot.role == key.role &&
        slot.fallback == key.fallback) {
      return i;
    }
  }
  return kNone;
}

void KeyIndex::Add(RowIndex row, const KeyFact& key, uint32_t* first) {
  if (const uint32_t known = FindOfRow(key, *first); known != kNone) {
    ++slots_[known].uses;
    return;
  }
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
  slot.next_of_row = *first;
  *first = index;
  // A known key keeps its head in the table; the new slot goes second.
  const uint32_t head = heads_.Insert(index);
  if (head != index) {
    slot.next_of_key = slots_[head].next_of_key;
    slots_[head].next_of_key = index;
  }
}

bool KeyIndex::Remove(RowIndex row, const KeyFact& key, uint32_t* first) {
  const uint32_t index = FindOfRow(key, *first);
  LF_CHECK(index != kNone && slots_[index].row == row);
  if (--slots_[index].uses > 0) return false;
  UnlinkFromKey(index);
  UnlinkFromRow(index, first);
  slots_[index].next_of_key = free_;
  free_ = index;
  return true;
}

void KeyIndex::UnlinkFromKey(uint32_t index) {
  const uint32_t head = heads_.Find(slots_[index].Id());
  LF_CHECK(head != kNone);
  const uint32_t next = slots_[index].next_of_key;
  if (head == index) {
    heads_.Erase(slots_[index].Id());
    if (next != kNone) heads_.Insert(next);
    return;
  }
  uint32_t before = head;
  while (slots_[before].next_of_key != index) {
    before = slots_[before].next_of_key;
  }
  slots_[before].next_of_key = next;
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
    if (!visit(slots_[i])) return;
  }
}

}  // namespace landfall::index
