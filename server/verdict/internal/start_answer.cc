#include "server/verdict/internal/start_answer.h"

namespace landfall::verdict::internal {

void FillMoney(const Context& context, const MoneySum& sum, index::Micros as_of,
               model::CheckAnswer* answer) {
  const rates::Prices& prices = *context.prices.At(as_of);
  answer->blocked_value = {
      context.world.rulebook().settings().reporting_currency,
      sum.InReportingCurrency(prices)};
  answer->blocked_by_currency = sum.ByCurrency();
  answer->unpriced_currencies = sum.Unpriced(prices);
  answer->unpriced_orders = sum.UnpricedOrders();
}

model::CheckAnswer StartAnswer(const Context& context,
                               const Assessment& assessment,
                               index::Micros as_of) {
  model::CheckAnswer answer;
  answer.verdict = assessment.verdict();
  answer.clarity = assessment.expectation.clarity;
  if (assessment.expectation.since != index::kNoTime) {
    answer.since = absl::FromUnixMicros(assessment.expectation.since);
  }
  FillMoney(context, BlockedValue(assessment), as_of, &answer);
  return answer;
}

}  // namespace landfall::verdict::internal
