#pragma once

#include <memory>

#include "server/index/facts.h"
#include "server/index/key_index.h"

namespace landfall::index {

class World;
struct Crowd;

// Somebody who keeps what is costly to work out of the world again. The world
// says what each change touches, so that it can be forgotten, and asks for what
// the index itself needs. Keeping nothing is a correct implementation: no
// answer depends on what is kept.
class WorldMemory {
 public:
  virtual ~WorldMemory() = default;

  // `row` is about to change, or has just changed: what it is connected with by
  // keys may differ. Called by the writer, with nobody reading, both before and
  // after every change.
  enum class When { kBefore, kAfter };
  virtual void OnTouched(const World& world, RowIndex row, When when) = 0;
  // The same for every row.
  virtual void OnAllTouched(const World& world) = 0;

  // See CrowdAt; nullptr when it is not kept. Thread-safe.
  virtual std::shared_ptr<const Crowd> FindCrowd(base::Hash128 key,
                                                 Micros as_of) = 0;
  virtual void KeepCrowd(base::Hash128 key, Micros as_of,
                         std::shared_ptr<const Crowd> crowd) = 0;
};

}  // namespace landfall::index
