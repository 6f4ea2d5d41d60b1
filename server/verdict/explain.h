#pragma once

#include <string>

#include "server/model/query.h"
#include "server/model/verdict.h"
#include "server/verdict/assess.h"
#include "server/verdict/describe.h"
#include "server/verdict/reasons.h"

namespace landfall::verdict {

// How much of an answer is written.
struct Detail {
  bool keys_and_near = true;  // key reports and near matches
  bool counterparts = true;
  bool table_maps = true;  // drift and preflight
};

// Writes the whole answer about an upstream customer. Pure.
model::CheckAnswer ExplainCustomer(const Context& context,
                                   const Assessment& assessment,
                                   const Question& question,
                                   RecordLookup lookup, const Detail& detail);

// The same for keys that a caller typed.
model::CheckAnswer ExplainKeys(const Context& context,
                               const Assessment& assessment,
                               const Question& question,
                               const model::GivenKeys& given,
                               RecordLookup lookup);

// The answer about a master customer: which upstream customers it stands for
// and where those are still missing. REQUIRES: the row exists at asOf.
model::CheckAnswer ExplainMaster(const Context& context, index::RowIndex row,
                                 const Question& question, RecordLookup lookup,
                                 model::CheckView view);

// The answer about an error event: what it means, and the customers that it is
// about as counterparts. Its verdict is the worst of theirs, UNKNOWN when
// nobody knows whom it is about. REQUIRES: the body of `record` is an
// ErrorEvent.
model::CheckAnswer ExplainEvent(const Context& context,
                                const model::Record& record,
                                const Question& question, RecordLookup lookup);

// The customers of either side that exist at asOf and that an event names: by
// record, by order or by key. Each once, in no particular order. REQUIRES: the
// body of `record` is an ErrorEvent.
std::vector<index::RowIndex> CustomersOfEvent(const Context& context,
                                              const model::Record& record,
                                              const Question& question);

// OUT_OF_SCOPE with NOT_A_CUSTOMER_TYPE: the answer about a record that no
// answer speaks of, such as payment terms.
model::CheckAnswer ExplainNoCustomer(const Context& context,
                                     const model::Record& record);

// UNKNOWN with RECORD_NOT_HELD.
model::CheckAnswer ExplainNotHeld(const Context& context);

// Outcomes per legal entity without the masters: expected ones first, then by
// id. Reads no record.
std::vector<model::EntityOutcome> EntityStandings(const Context& context,
                                                  const Assessment& assessment,
                                                  index::Micros as_of);

// The same with the matched masters.
std::vector<model::EntityOutcome> EntityOutcomes(const Context& context,
                                                 const Assessment& assessment,
                                                 index::Micros as_of,
                                                 RecordLookup lookup);

// Upstream customers of other sources that share a key, with their verdicts.
std::vector<model::Counterpart> CounterpartsOf(const Context& context,
                                               const Assessment& assessment,
                                               const Question& question,
                                               RecordLookup lookup);

}  // namespace landfall::verdict
