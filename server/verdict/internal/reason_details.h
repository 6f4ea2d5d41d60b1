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

// Why the scope rule that leaves `record` out says that it does, and the clause
// of the table map's filter that stops it; "" when it is nullptr.
std::string ScopeRuleOf(const index::Rulebook& rulebook,
                        const model::Record* record);
std::string FailingClauseOf(const index::Rulebook& rulebook,
                            const model::Record* record);

// Whether the table map that would send rows of `table` to the customer master
// is known not to run, by what the source of `row` says of its maps. Not so
// when nothing is known of them, or when `table` is "".
bool IsMapStopped(const index::World& world, index::RowIndex row,
                  absl::string_view table);

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
