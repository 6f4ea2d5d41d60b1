// Turns orders into sums of money. Entry point: ValueOf.

#include "tests/oracle/naive_money.h"

#include <set>

namespace landfall::oracle {
namespace {

// ISO 4217 currencies whose minor unit is not a hundredth.
int MinorUnitDecimals(const std::string& currency) {
  static const std::map<std::string, int> kOthers = {
      {"JPY", 0}, {"KRW", 0}, {"CLP", 0}, {"ISK", 0}, {"VND", 0},
      {"BHD", 3}, {"KWD", 3}, {"JOD", 3}, {"OMR", 3}, {"TND", 3}};
  const auto it = kOthers.find(currency);
  return it == kOthers.end() ? 2 : it->second;
}

}  // namespace

NaiveValue ValueOf(const model::Settings& settings,
                   const std::vector<const model::Record*>& orders) {
  std::map<std::string, base::Decimal> sums;
  for (const model::Record* record : orders) {
    const auto& order = std::get<model::Order>(record->body);
    if (order.amount.has_value()) sums[order.currency] += *order.amount;
  }
  NaiveValue value;
  base::Decimal exact;
  bool priced = false;
  for (const auto& [currency, sum] : sums) {
    value.by_currency.push_back({currency, sum});
    const auto rate = settings.exchange_rates.find(currency);
    if (currency == settings.reporting_currency) {
      exact += sum;
      priced = true;
    } else if (rate != settings.exchange_rates.end()) {
      exact += sum * rate->second;
      priced = true;
    } else {
      value.unpriced.push_back(currency);
    }
  }
  value.only_unpriced = !priced && !value.unpriced.empty();
  value.total = {
      settings.reporting_currency,
      exact.RoundHalfEven(MinorUnitDecimals(settings.reporting_currency))};
  return value;
}

}  // namespace landfall::oracle
