#include "server/verdict/internal/start_answer.h"

namespace landfall::verdict::internal {

void FillMoney(const Context& context, const MoneySum& sum,
               model::CheckAnswer* answer) {
  const model::Settings& settings = context.world.rulebook().settings();
  answer->blocked_value = {settings.reporting_currency,
                           sum.InReportingCurrency(settings)};
  answer->blocked_by_currency = sum.ByCurrency();
  answer->unpriced_currencies = sum.Unpriced(settings);
  answer->unpriced_orders = sum.UnpricedOrders();
}

model::CheckAnswer StartAnswer(const Context& context,
                               const Assessment& assessment) {
  model::CheckAnswer answer;
  answer.verdict = assessment.verdict();
  answer.clarity = assessment.expectation.clarity;
  if (assessment.expectation.since != index::kNoTime) {
    answer.since = absl::FromUnixMicros(assessment.expectation.since);
  }
  FillMoney(context, BlockedValue(assessment), &answer);
  return answer;
}

}  // namespace landfall::verdict::internal
