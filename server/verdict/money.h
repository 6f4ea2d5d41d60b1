#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "server/base/decimal.h"
#include "server/index/row.h"
#include "server/model/card.h"
#include "server/model/verdict.h"
#include "server/rates/price_table.h"

namespace landfall::verdict {

// A sum of amounts in several currencies, kept exactly, and the orders that
// name no amount and so cannot be in it. Value type.
class MoneySum {
 public:
  void Add(const index::OrderRow& order);
  void Add(const MoneySum& other);

  bool empty() const { return sums_.empty(); }

  // Converted exactly and rounded once, half to even, to the reporting
  // currency's minor unit. Currencies without a rate are left out. Saturated
  // beyond 10^24.
  base::Decimal InReportingCurrency(const rates::Prices& prices) const;
  // ISO codes of the currencies without a rate and of those of orders without
  // an amount, sorted; "XXX" for orders that name no currency.
  std::vector<std::string> Unpriced(const rates::Prices& prices) const;
  // The rates that turn the sum into the reporting currency, by currency; not
  // that of the reporting currency itself.
  std::vector<model::UsedRate> RatesUsed(const rates::Prices& prices) const;
  // How many orders have no amount.
  int UnpricedOrders() const;
  // True when nothing in the sum has a value but something is in it.
  bool OnlyUnpriced(const rates::Prices& prices) const;
  // The sums by currency, sorted by code; not of currencies in which no order
  // has an amount.
  std::vector<model::Money> ByCurrency() const;

 private:
  // What there is in one currency.
  struct Part {
    uint16_t currency = 0;
    base::Decimal amount;
    int priced = 0;    // orders with an amount
    int unpriced = 0;  // and without
  };

  Part& PartOf(uint16_t currency);

  std::vector<Part> sums_;  // sorted by currency
};

}  // namespace landfall::verdict
