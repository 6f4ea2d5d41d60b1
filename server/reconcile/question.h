#pragma once

#include "absl/status/statusor.h"
#include "server/index/rulebook.h"
#include "server/model/query.h"
#include "server/verdict/assess.h"

namespace landfall::reconcile {

// What a check asks of the rules. INVALID_ARGUMENT: window out of 1..366. Pure.
absl::StatusOr<verdict::Question> QuestionOf(const model::Settings& settings,
                                             const model::CheckQuery& query);

}  // namespace landfall::reconcile
