#pragma once

#include "absl/container/flat_hash_map.h"
#include "server/index/world.h"

namespace landfall::recall {

// Notices when so many come to hold a key, or so few are left, that
// match::FindNear ceases or begins to look at those who hold it: what it finds
// then changes for customers whom nothing else tells. Counts the holders of a
// key of many once, and from then on only who comes and goes. Not thread-safe;
// for the one writer.
class HolderLimit {
 public:
  // To be called before and after every change of a row, from the first on or
  // from Clear() on. True when one of its keys is about to reach the limit or
  // has just passed it; also for a row with very many keys.
  bool MayPass(const index::World& world, index::RowIndex row,
               index::WorldMemory::When when);

  void Clear() { holders_.clear(); }

 private:
  // How many hold `key` when `again` more do than were counted; nullptr when
  // they are few.
  int* HoldersOf(const index::World& world, base::Hash128 key, int again);

  // Of keys that many hold.
  absl::flat_hash_map<base::Hash128, int> holders_;
};

}  // namespace landfall::recall
