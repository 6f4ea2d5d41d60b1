#pragma once

#include <string>
#include <vector>

#include "server/expect/expectation.h"
#include "server/index/world.h"
#include "server/match/matcher.h"
#include "server/verdict/describe.h"
#include "server/verdict/internal/reason_texts.h"

namespace landfall::verdict::internal {

// What the words of some reasons hang on beside the assessment. Pure.

// Why no legal entity is expected: the record's company is an id that nothing
// here explains, or it is not configured, or no rule applies. `record` may be
// nullptr.
Text UnmappedTextOf(const index::World& world,
                    const expect::Expectation& expectation,
                    const model::Record* record);

// Of the customers whose ids the masters of `entity` carry, the first in the
// order of records, as "source/type/id".
std::string FirstHolder(const index::World& world,
                        const std::vector<match::ForeignId>& foreign_ids,
                        index::EntityIndex entity, RecordLookup lookup,
                        index::Micros as_of);

}  // namespace landfall::verdict::internal
