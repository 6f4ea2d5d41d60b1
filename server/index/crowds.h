#pragma once

#include <memory>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "server/index/world.h"

namespace landfall::index {

// More holders of a key than this are a crowd: whoever has gone through so many
// of them asks for the crowd instead of going on.
inline constexpr int kCrowd = 64;

// The holders of one key at one time, without those who count for nobody then.
struct Crowd {
  // Masters and customers in scope that exist, and guests of any time, in the
  // order of the index.
  std::vector<RowIndex> rows;
  // Of one shop: two of its registered customers that hold the key as an email
  // address, or all when they are fewer; and its guests of any time.
  struct Shop {
    std::vector<RowIndex> registered;
    std::vector<RowIndex> guests;
  };
  absl::flat_hash_map<uint16_t, Shop> shops;  // by source

  // An empty shop when the key has nobody there.
  const Shop& ShopOf(uint16_t source) const;
};

// The crowd that holds `key` at `as_of`. Each of thirty thousand customers with
// one address asks who else has it, and going through all of them each time
// would take for ever; so it is kept in the world's memory, if that has one.
// Thread-safe.
std::shared_ptr<const Crowd> CrowdAt(const World& world, base::Hash128 key,
                                     Micros as_of);

}  // namespace landfall::index
