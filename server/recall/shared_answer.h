#pragma once

#include <atomic>
#include <memory>
#include <utility>

#include "server/base/attachment.h"
#include "server/model/verdict.h"

namespace landfall::recall {

// An answer that others may have been given too.
struct SharedAnswer : model::CheckAnswer {
  explicit SharedAnswer(model::CheckAnswer answer)
      : model::CheckAnswer(std::move(answer)) {}

  // Somebody asked who was not the first. Only a hint.
  mutable std::atomic<bool> asked_again{false};
  // The answer as its readers send it.
  base::Attachment rendering;
};
using AnswerRef = std::shared_ptr<const SharedAnswer>;

}  // namespace landfall::recall
