// Turns an assessment into the answer that flows and scripts branch on. Entry
// points: BasicOfCustomer and BasicOfKeys.
#include "server/verdict/basic.h"

#include <utility>

#include "server/index/derive.h"
#include "server/normalize/normalize.h"
#include "server/verdict/evidence.h"
#include "server/verdict/explain.h"
#include "server/verdict/internal/key_reports.h"
#include "server/verdict/internal/start_answer.h"

namespace landfall::verdict {
namespace {

model::CheckAnswer Write(const Context& context, const Assessment& assessment,
                         const Question& question,
                         std::vector<model::Reason> reasons,
                         std::vector<model::KeyReport> keys) {
  model::CheckAnswer answer =
      internal::StartAnswer(context, assessment, question.as_of());
  answer.entities = EntityStandings(context, assessment, question.as_of());
  answer.reasons = std::move(reasons);
  answer.keys = std::move(keys);
  return answer;
}

}  // namespace

void MakeBasic(model::CheckAnswer* answer) {
  answer->explanation.clear();
  for (model::EntityOutcome& entity : answer->entities) {
    entity.customers.clear();
  }
  for (model::Reason& reason : answer->reasons) {
    reason.message.clear();
    reason.action.clear();
  }
  internal::ClearTexts(&answer->keys);
  answer->near_matches.clear();
  answer->counterparts.clear();
  answer->drift.clear();
  answer->preflight.clear();
}

model::CheckAnswer BasicOfCustomer(const Context& context,
                                   const Assessment& assessment,
                                   const Question& question,
                                   RecordLookup lookup) {
  return Write(context, assessment, question,
               BareReasonsOf(context, assessment, question, lookup),
               internal::BareReportsOf(context.world, lookup, assessment.row,
                                       question.as_of(), question.keys));
}

model::CheckAnswer BasicOfKeys(const Context& context,
                               const Assessment& assessment,
                               const Question& question,
                               const model::GivenKeys& given,
                               RecordLookup lookup) {
  const std::vector<normalize::KeyOutcome> outcomes =
      index::KeyOutcomes(context.world.rulebook(), given);
  const auto same = [&] { return outcomes; };
  const auto country = [&] {
    return normalize::NormalizeCountry(given.country).value_or("");
  };
  std::vector<model::KeyReport> keys =
      internal::ReportsOf(outcomes, question.keys);
  internal::ClearTexts(&keys);
  return Write(
      context, assessment, question,
      BareReasonsOf(context, assessment, question, {same, country}, lookup),
      std::move(keys));
}

}  // namespace landfall::verdict
