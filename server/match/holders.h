#pragma once

#include <vector>

#include "server/index/world.h"
#include "server/model/key_kind.h"

namespace landfall::match {

// The customers that hold one key value at a point in time.
struct Holders {
  std::vector<index::RowIndex> masters;  // distinct, catch-all ones too
  // Distinct, live and in scope; a guest that is a registered customer is that
  // one. `counted` are those that make a hub: a guest beside registered
  // customers with its address does not.
  std::vector<index::RowIndex> upstreams;
  std::vector<index::RowIndex> counted;
  bool hub = false;  // so many hold it that it proves nothing
  int most = 0;      // the largest number within one entity or source
};

// Collects who holds `key` at `as_of`. Stops counting early once the value is a
// hub, so `most` is then a lower bound. Pure.
Holders HoldersOf(const index::World& world, const index::KeyFact& key,
                  index::Micros as_of);

// How many masters of `entity` and how many customers of upstream `source`
// hold the key; catch-all masters do not count.
int MastersIn(const index::World& world, const Holders& holders,
              index::EntityIndex entity);
int UpstreamsIn(const index::World& world, const Holders& holders,
                uint16_t source);

}  // namespace landfall::match
