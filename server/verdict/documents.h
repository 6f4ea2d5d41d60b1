#pragma once

#include <vector>

#include "absl/types/span.h"
#include "server/base/hash128.h"
#include "server/index/world.h"
#include "server/match/matcher.h"
#include "server/model/record.h"

namespace landfall::verdict {

// The documents that a ledger made of a shop's order and that are there at
// `as_of`: those of the first rule of the shop that finds any, sorted. A
// document that calls the order by a name that other orders have too is its
// document only when it is that of one of `masters`, who are the order's
// customer. REQUIRES: the body of `order` is one. Pure.
std::vector<base::Hash128> DocumentsOf(
    const index::World& world, const model::Record& order,
    absl::Span<const match::MasterHit> masters, index::Micros as_of);

}  // namespace landfall::verdict
