// Turns orders into sums of money. Entry point: ValueOf.

#include "tests/oracle/naive_money.h"

#include <set>

#include "tests/support/big_decimal.h"

namespace landfall::oracle {
namespace {

using testing::BigDecimal;

// ISO 4217 currencies whose minor unit is not a hundredth.
int MinorUnitDecimals(const std::string& currency) {
  static const std::map<std::string, int> kOthers = {
      {"JPY", 0}, {"KRW", 0}, {"CLP", 0}, {"ISK", 0}, {"VND", 0},
      {"BHD", 3}, {"KWD", 3}, {"JOD", 3}, {"OMR", 3}, {"TND", 3}};
  const auto it = kOthers.find(currency);
  return it == kOthers.end() ? 2 : it->second;
}

// "A value beyond 10^24 is that limit, and saturated."
base::Decimal Limited(const BigDecimal& value) {
  const std::string most = "1" + std::string(24, '0');
  const auto read = [](const std::string& text) {
    return *base::Decimal::Parse(text, {38, 9});
  };
  if (value.Compare(BigDecimal(most)) > 0) {
    return base::Decimal::Saturated(read(most));
  }
  if (value.Compare(BigDecimal("-" + most)) < 0) {
    return base::Decimal::Saturated(read("-" + most));
  }
  return read(value.ToString());
}

}  // namespace

NaiveValue ValueOf(const NaiveView& view,
                   const std::vector<const model::Record*>& orders) {
  const model::Settings& settings = view.settings();
  std::map<std::string, base::Decimal> sums;
  std::set<std::string> unpriced;
  NaiveValue value;
  for (const model::Record* record : orders) {
    const auto& order = std::get<model::Order>(record->body);
    const std::string currency =
        order.currency.empty() ? "XXX" : order.currency;
    if (order.amount.has_value()) {
      sums[currency] += *order.amount;
    } else {
      unpriced.insert(currency);
      ++value.unpriced_orders;
    }
  }
  BigDecimal exact;
  bool priced = false;
  for (const auto& [currency, sum] : sums) {
    value.by_currency.push_back({currency, sum});
    const auto rate = view.rates().find(currency);
    const BigDecimal amount(sum.ToString());
    if (currency == settings.reporting_currency) {
      exact = exact.Plus(amount);
      priced = true;
    } else if (rate != view.rates().end()) {
      exact =
          exact.Plus(amount.Times(BigDecimal(rate->second.rate.ToString())));
      priced = true;
    } else {
      unpriced.insert(currency);
    }
  }
  value.unpriced.assign(unpriced.begin(), unpriced.end());
  value.only_unpriced = !priced && !value.unpriced.empty();
  value.total = {
      settings.reporting_currency,
      Limited(exact.Rounded(MinorUnitDecimals(settings.reporting_currency)))};
  return value;
}

}  // namespace landfall::oracle
