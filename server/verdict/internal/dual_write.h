#pragma once

#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/index/world.h"
#include "server/verdict/decide.h"

// What answers about dual-write share: it leads to Finance & Operations only.

namespace landfall::verdict::internal {

// Whether the entity's ledger is Finance & Operations.
bool IsDualWritten(const index::Rulebook& rulebook, index::EntityIndex entity);

// The legal entities of Finance & Operations that lack the customer, in
// ascending order.
std::vector<index::EntityIndex> LackingInDualWrite(
    const index::Rulebook& rulebook, const Standing& standing);

// Whether the ledger of an entity has a value in a reference set; nullopt when
// the set was never imported, so that nobody knows. Pure.
std::optional<bool> ListsValue(const index::World& world,
                               index::EntityIndex entity, absl::string_view set,
                               absl::string_view code);

}  // namespace landfall::verdict::internal
