#pragma once

#include "server/model/verdict.h"
#include "server/verdict/assess.h"
#include "server/verdict/describe.h"

namespace landfall::verdict {

// Answers in the view BASIC: what a whole answer says, without what MakeBasic
// takes away. Written from the world alone wherever that is possible, so that
// it costs a fraction of the whole answer.

// Takes away what is written for people: the explanation, the customers of each
// entity (who they are stands in their records), the words of reasons, the
// texts of keys, near matches and counterparts. Pure.
void MakeBasic(model::CheckAnswer* answer);

// ExplainCustomer in BASIC. Pure.
model::CheckAnswer BasicOfCustomer(const Context& context,
                                   const Assessment& assessment,
                                   const Question& question,
                                   RecordLookup lookup);

// ExplainKeys in BASIC. Pure.
model::CheckAnswer BasicOfKeys(const Context& context,
                               const Assessment& assessment,
                               const Question& question,
                               const model::GivenKeys& given,
                               RecordLookup lookup);

}  // namespace landfall::verdict
