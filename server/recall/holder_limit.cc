// Keeps count of who holds the keys of many. Entry point: MayPass.
#include "server/recall/holder_limit.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "server/index/crowds.h"
#include "server/match/near_finder.h"

namespace landfall::recall {
namespace {

using When = index::WorldMemory::When;

// So often a row may begin or cease to hold one key with one change: by its
// record and by its orders, in full and as a root, with room to spare.
constexpr int kAtOnce = 8;
// FindNear counts those who are no masters; up to so many others may be.
constexpr int kFewest = match::kMostOthers - kAtOnce;
constexpr int kMost = match::kMostOthers + match::kMostHolders + kAtOnce;
// A row with more keys would be gone through whenever it gets another one.
constexpr size_t kMostKeys = 64;
constexpr size_t kMostCrowds = 4096;

// The keys of a row and how often it holds each; those of very many not.
std::vector<std::pair<base::Hash128, int>> KeysOf(const index::World& world,
                                                  index::RowIndex row) {
  std::vector<std::pair<base::Hash128, int>> keys;
  uint32_t s = world.row(row).first_slot;
  for (; s != index::kNone && keys.size() <= kMostKeys;
       s = world.keys().slot(s).next_of_row) {
    const base::Hash128 key = world.keys().slot(s).Id();
    const auto known =
        std::find_if(keys.begin(), keys.end(),
                     [&](const auto& other) { return other.first == key; });
    if (known == keys.end()) {
      keys.emplace_back(key, 1);
    } else {
      ++known->second;
    }
  }
  return keys;
}

int Count(const index::World& world, base::Hash128 key) {
  int holders = 0;
  world.keys().ForEach(key, [&](const index::KeySlot&) {
    ++holders;
    return true;
  });
  return holders;
}

}  // namespace

int* HolderLimit::HoldersOf(const index::World& world, base::Hash128 key,
                            int again) {
  const auto known = holders_.find(key);
  if (known != holders_.end()) {
    known->second += again;
    return &known->second;
  }
  const int holders = Count(world, key);
  if (holders <= index::kCrowd) return nullptr;
  return &holders_.emplace(key, holders).first->second;
}

bool HolderLimit::MayPass(const index::World& world, index::RowIndex row,
                          When when) {
  const auto keys = KeysOf(world, row);
  if (keys.size() > kMostKeys || holders_.size() > kMostCrowds) return true;
  for (const auto& [key, times] : keys) {
    int* const holders =
        HoldersOf(world, key, when == When::kAfter ? times : 0);
    if (holders == nullptr) continue;
    if (*holders >= kFewest && *holders <= kMost) return true;
    if (when == When::kBefore) *holders -= times;
  }
  return false;
}

}  // namespace landfall::recall
