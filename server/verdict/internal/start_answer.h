#pragma once

#include "server/model/verdict.h"
#include "server/verdict/assess.h"
#include "server/verdict/money.h"

namespace landfall::verdict::internal {

// Writes what is blocked, at the prices of `as_of`. Pure.
void FillMoney(const Context& context, const MoneySum& sum, index::Micros as_of,
               model::CheckAnswer* answer);

// What an answer in any view takes from the judgement alone: verdict,
// expectation, since when, and what is blocked. Pure.
model::CheckAnswer StartAnswer(const Context& context,
                               const Assessment& assessment,
                               index::Micros as_of);

}  // namespace landfall::verdict::internal
