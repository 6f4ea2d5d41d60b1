#pragma once

#include <vector>

#include "server/index/rulebook.h"
#include "server/index/world.h"

namespace landfall::verdict {

// When each legal entity's customers were last read completely. Value type.
struct Freshness {
  std::vector<index::Micros> last_read;  // kNoTime: never; by entity

  bool EverRead(index::EntityIndex entity) const {
    return last_read[entity] != index::kNoTime;
  }

  // True when what is held can say "absent" for `as_of`: read at or after
  // as_of - max_age. A source that is only imported into does not age.
  bool CanAnswer(const index::Rulebook& rulebook, index::EntityIndex entity,
                 index::Micros as_of) const {
    if (!EverRead(entity)) return false;
    const model::Source& source = *rulebook.SourceOf(entity).source;
    return source.url.empty() ||
           last_read[entity] >=
               as_of - absl::ToInt64Microseconds(source.max_age);
  }
};

}  // namespace landfall::verdict
