// A key that very many hold -> those of them that count. Entry point:
// Crowds::At.
#include "server/index/crowds.h"

#include <algorithm>

#include "server/index/guests.h"
#include "server/index/world.h"

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

}  // namespace

const Crowd::Shop& Crowd::ShopOf(uint16_t source) const {
  static const auto* const kEmpty = new Shop();
  const auto it = shops.find(source);
  return it == shops.end() ? *kEmpty : it->second;
}

Crowd Crowds::Gather(base::Hash128 key, Micros as_of) const {
  Crowd crowd;
  world_.keys().ForEach(key, [&](const KeySlot& slot) {
    if (slot.kind == model::KeyKind::kEmail) {
      AddToShop(world_, slot, as_of, &crowd);
    }
    if (slot.role != KeyRole::kExact) return true;
    return world_.ForEachHolder(slot, [&](RowIndex index) {
      const Row& row = world_.row(index);
      const bool counts = row.Is(Row::kGuest) ||
                          (world_.Exists(row, as_of) &&
                           (row.Is(Row::kMaster) || row.Is(Row::kInScope)));
      if (counts) crowd.rows.push_back(index);
      return true;
    });
  });
  return crowd;
}

std::shared_ptr<const Crowd> Crowds::At(base::Hash128 key, Micros as_of) const {
  const Moment moment(key, as_of);
  {
    absl::ReaderMutexLock lock(&mutex_);
    const auto known = known_.find(moment);
    if (known != known_.end()) return known->second;
  }
  auto crowd = std::make_shared<const Crowd>(Gather(key, as_of));
  absl::MutexLock lock(&mutex_);
  rows_ += crowd->rows.size() + kCrowd;
  if (rows_ > kMostRows) {
    known_.clear();
    rows_ = crowd->rows.size();
  }
  known_[moment] = crowd;
  return crowd;
}

void Crowds::Forget() {
  absl::MutexLock lock(&mutex_);
  known_.clear();
  rows_ = 0;
}

}  // namespace landfall::index
