#pragma once

#include <vector>

#include "server/match/near_finder.h"
#include "server/verdict/assess.h"
#include "server/verdict/describe.h"
#include "server/verdict/reasons.h"

namespace landfall::verdict {

// Near matches explain an absence, so they are looked for only then.
bool WantsNear(const Assessment& assessment);

// The near masters of a customer, or of typed keys, at any time. Those of a
// customer under the default keys are remembered until a change may concern
// them; `outcomes` and `country` are asked for only if they are not.
// Thread-safe.
match::NearHits NearHitsOf(
    const Context& context, index::RowIndex row, const Question& question,
    absl::FunctionRef<std::vector<normalize::KeyOutcome>()> outcomes,
    absl::FunctionRef<std::string()> country);

// True when the reasons of a customer of whom WantsNear holds have NEAR_MATCH.
// Pure.
bool HasNear(const Context& context, index::RowIndex row,
             const Question& question, RecordLookup lookup);

// The record id and key hashes of a customer, by which errors name it; none for
// typed keys.
std::vector<base::Hash128> SubjectsOf(const index::World& world,
                                      const Assessment& assessment,
                                      index::Micros as_of);

// The keys of whom a question is about, and the country that qualifies its bare
// tax IDs.
struct NearSearch {
  absl::FunctionRef<std::vector<normalize::KeyOutcome>()> outcomes;
  absl::FunctionRef<std::string()> country;
};

// The reasons that the whole answer would give, in its order, without their
// words. Reads records only where a code hangs on them: for errors that name
// the customer, and for near masters that are not remembered. Pure.
std::vector<model::Reason> BareReasonsOf(const Context& context,
                                         const Assessment& assessment,
                                         const Question& question,
                                         RecordLookup lookup);
// The same for typed keys, which `search` gives.
std::vector<model::Reason> BareReasonsOf(const Context& context,
                                         const Assessment& assessment,
                                         const Question& question,
                                         const NearSearch& search,
                                         RecordLookup lookup);

// Whether NEAR_MATCH is looked for, or left to HasNear.
enum class Near { kWanted, kLeftOut };

// Their codes, each once. Pure.
std::vector<model::ReasonCode> ReasonCodesOf(const Context& context,
                                             const Assessment& assessment,
                                             const Question& question,
                                             RecordLookup lookup, Near near);

}  // namespace landfall::verdict
