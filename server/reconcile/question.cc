#include "server/reconcile/question.h"

#include "server/base/status_macros.h"
#include "server/decode/reference.h"
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

absl::StatusOr<model::RecordRef> Canonical(const index::Rulebook& rulebook,
                                           const model::RecordRef& ref) {
  LF_RETURN_IF_ERROR(index::CheckSource(rulebook, "record.source", ref.source));
  const index::SourceRules* source = rulebook.FindSource(ref.source);
  const model::System system = source->source->system;
  if (!model::KindOf(system, ref.type)) {
    const std::vector<absl::string_view> known = model::RecordTypes(system);
    return absl::InvalidArgumentError(index::UnknownText(
        "record.type", "type", {known.begin(), known.end()}));
  }
  LF_ASSIGN_OR_RETURN(std::string id,
                      decode::CanonicalId(rulebook.settings(), *source->source,
                                          ref.type, ref.id));
  return model::RecordRef{ref.source, ref.type, std::move(id)};
}

}  // namespace landfall::reconcile
