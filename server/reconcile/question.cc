#include "server/reconcile/question.h"

#include "server/base/status_macros.h"
#include "server/index/known.h"

namespace landfall::reconcile {

absl::StatusOr<verdict::Question> QuestionOf(const model::Settings& settings,
                                             const model::CheckQuery& query) {
  LF_RETURN_IF_ERROR(index::CheckWindowDays(query.window_days));
  verdict::Question question;
  question.keys = query.keys.value_or(settings.keys);
  question.window.end = absl::ToUnixMicros(query.as_of);
  question.window.start =
      absl::ToUnixMicros(query.as_of - absl::Hours(24) * query.window_days);
  return question;
}

}  // namespace landfall::reconcile
