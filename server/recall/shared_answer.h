#pragma once

#include <memory>

#include "server/model/verdict.h"

namespace landfall::recall {

// An answer that others may have been given too.
using AnswerRef = std::shared_ptr<const model::CheckAnswer>;

}  // namespace landfall::recall
