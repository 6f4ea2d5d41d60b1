#pragma once

#include <memory>
#include <string>
#include <vector>

#include "server/index/world.h"
#include "server/normalize/key.h"
#include "server/normalize/near.h"

namespace landfall::match {

// A master whose key is nearly one of the subject's.
struct NearHit {
  normalize::NearRule rule;
  index::RowIndex row = index::kNone;
  base::Hash128 their_hash;  // the key or form of the master that was found
  std::string ours;          // the subject's value
};

// How much one search may do, in spellings that are looked up. Keys are gone
// through in their order until one would cost more than what is left; neither
// it nor any after it is looked for. The longest address costs some 5,200, a
// usual one 1,000, a tax ID 50 and a broken one up to 600, so that the keys of
// hardly any customer are too many.
inline constexpr int kMostSpellings = 8192;

// A spelling that more masters hold explains nothing.
inline constexpr int kMostHolders = 50;
// So many customers who are no masters hold a spelling, and it is looked at no
// further: it belongs to everybody.
inline constexpr int kMostOthers = 1000;

// What was found, shared by everybody who asks. Immutable.
using NearHits = std::shared_ptr<const std::vector<NearHit>>;

// Finds masters of any time that would have matched under a coarser rule, best
// rule first, one entry per master. `outcomes` are the subject's keys, usable
// or not, and `country` qualifies its bare tax IDs. Only explains; looks up at
// most kMostSpellings, and counts them in `look_ups` unless it is nullptr.
// Pure, thread-safe.
std::vector<NearHit> FindNear(
    const index::World& world,
    const std::vector<normalize::KeyOutcome>& outcomes,
    absl::string_view country, model::KeyKinds kinds, int* look_ups = nullptr);

// The best three of them that exist at `as_of`.
std::vector<NearHit> BestNear(const index::World& world,
                              const std::vector<NearHit>& hits,
                              index::Micros as_of);

}  // namespace landfall::match
