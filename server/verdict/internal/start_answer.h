#pragma once

#include "server/model/verdict.h"
#include "server/verdict/assess.h"
#include "server/verdict/money.h"

namespace landfall::verdict::internal {

// Writes what is blocked. Pure.
void FillMoney(const Context& context, const MoneySum& sum,
               model::CheckAnswer* answer);

// What an answer in any view takes from the judgement alone: verdict,
// expectation, since when, and what is blocked. Pure.
model::CheckAnswer StartAnswer(const Context& context,
                               const Assessment& assessment);

}  // namespace landfall::verdict::internal
