#pragma once

#include <algorithm>
#include <cstdint>

#include "absl/container/inlined_vector.h"

namespace landfall::index {

// Position of a legal entity in Settings::legal_entities.
using EntityIndex = uint16_t;
inline constexpr EntityIndex kNoEntity = 0xffff;

// A sorted set of legal entities without duplicates. Most have none or one.
using EntitySet = absl::InlinedVector<EntityIndex, 4>;

inline bool Contains(const EntitySet& set, EntityIndex entity) {
  return std::binary_search(set.begin(), set.end(), entity);
}

inline void Insert(EntitySet* set, EntityIndex entity) {
  auto it = std::lower_bound(set->begin(), set->end(), entity);
  if (it == set->end() || *it != entity) set->insert(it, entity);
}

inline void Insert(EntitySet* set, const EntitySet& other) {
  for (EntityIndex entity : other) Insert(set, entity);
}

}  // namespace landfall::index
