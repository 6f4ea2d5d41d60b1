#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "server/index/key_index.h"

namespace landfall::index {

class World;

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

// Remembers crowds while nothing changes: each of thirty thousand customers
// with one address asks who else has it, and going through all of them each
// time would take for ever. Thread-safe.
class Crowds {
 public:
  // `world` is the one that owns this.
  explicit Crowds(const World* world) : world_(*world) {}

  std::shared_ptr<const Crowd> At(base::Hash128 key, Micros as_of) const
      ABSL_LOCKS_EXCLUDED(mutex_);

  // To be called with every change of the world.
  void Forget() ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  using Moment = std::pair<base::Hash128, Micros>;
  // Of all crowds together, about 16 MB.
  static constexpr size_t kMostRows = size_t{4} << 20;

  Crowd Gather(base::Hash128 key, Micros as_of) const;

  const World& world_;
  mutable absl::Mutex mutex_;
  mutable absl::flat_hash_map<Moment, std::shared_ptr<const Crowd>> known_
      ABSL_GUARDED_BY(mutex_);
  mutable size_t rows_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace landfall::index
