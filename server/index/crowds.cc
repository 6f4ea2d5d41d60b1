// A key that very many hold -> those of them that count. Entry point:
// CrowdAt.
#include "server/index/crowds.h"

#include <algorithm>

#include "server/index/guests.h"
#include "server/index/world_memory.h"

namespace landfall::index {
namespace {

void AddToShop(const World& world, const KeySlot& slot, Micros as_of,
               Crowd* crowd) {
  const Row& row = world.row(slot.row);
  if (!world.rulebook().sources()[row.source].shop) return;
  if (row.Is(Row::kGuest)) {
    crowd->shops[row.source].guests.push_back(slot.row);
    return;
  }
  if (!IsRegistered(world, slot, as_of)) return;
  std::vector<RowIndex>& known = crowd->shops[row.source].registered;
  if (known.size() == 2 ||
      std::find(known.begin(), known.end(), slot.row) != known.end()) {
    return;
  }
  known.push_back(slot.row);
}

Crowd Gather(const World& world, base::Hash128 key, Micros as_of) {
  Crowd crowd;
  world.keys().ForEach(key, [&](const KeySlot& slot) {
    if (slot.kind == model::KeyKind::kEmail) {
      AddToShop(world, slot, as_of, &crowd);
    }
    if (slot.role != KeyRole::kExact) return true;
    return world.ForEachHolder(slot, [&](RowIndex index) {
      const Row& row = world.row(index);
      const bool counts = row.Is(Row::kGuest) ||
                          (world.Exists(row, as_of) &&
                           (row.Is(Row::kMaster) || row.Is(Row::kInScope)));
      if (counts) crowd.rows.push_back(index);
      return true;
    });
  });
  return crowd;
}

}  // namespace

const Crowd::Shop& Crowd::ShopOf(uint16_t source) const {
  static const auto* const kEmpty = new Shop();
  const auto it = shops.find(source);
  return it == shops.end() ? *kEmpty : it->second;
}

std::shared_ptr<const Crowd> CrowdAt(const World& world, base::Hash128 key,
                                     Micros as_of) {
  WorldMemory* const memory = world.memory();
  std::shared_ptr<const Crowd> crowd =
      memory == nullptr ? nullptr : memory->FindCrowd(key, as_of);
  if (crowd != nullptr) return crowd;
  crowd = std::make_shared<const Crowd>(Gather(world, key, as_of));
  if (memory != nullptr) memory->KeepCrowd(key, as_of, crowd);
  return crowd;
}

}  // namespace landfall::index
