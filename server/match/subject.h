#pragma once

#include <optional>
#include <vector>

#include "server/index/facts.h"
#include "server/index/world.h"
#include "server/model/record.h"

namespace landfall::match {

// Who is asked about: a customer that the world holds, or keys that a caller
// typed. Value type.
struct Subject {
  index::RowIndex row = index::kNone;  // kNone for typed keys
  std::vector<index::KeyFact> keys;
  uint32_t name_hash = 0;
  uint32_t postal_hash = 0;
};

// The subject that a row is at `as_of`. A row without a record of its own has
// the name of its latest order.
Subject SubjectOf(const index::World& world, index::RowIndex row,
                  index::Micros as_of);

// The subject that typed keys make.
Subject SubjectOf(const index::Rulebook& rulebook,
                  const model::GivenKeys& given);

}  // namespace landfall::match
