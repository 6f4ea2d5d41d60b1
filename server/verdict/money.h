#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "server/base/decimal.h"
#include "server/index/row.h"
#include "server/model/settings.h"
#include "server/model/verdict.h"

namespace landfall::verdict {

// A sum of amounts in several currencies, kept exactly. Value type.
class MoneySum {
 public:
  void Add(const index::OrderRow& order);
  void Add(const MoneySum& other);

  bool empty() const { return sums_.empty(); }

  // Converted exactly and rounded once, half to even, to the reporting
  // currency's minor unit. Currencies without a rate are left out.
  base::Decimal InReportingCurrency(const model::Settings& settings) const;
  // ISO codes of the currencies without a rate, sorted; "XXX" for orders that
  // name no currency.
  std::vector<std::string> Unpriced(const model::Settings& settings) const;
  // True when nothing in the sum has a rate but something is in it.
  bool OnlyUnpriced(const model::Settings& settings) const;
  // The sums by currency, sorted by code.
  std::vector<model::Money> ByCurrency() const;

 private:
  std::vector<std::pair<uint16_t, base::Decimal>> sums_;  // sorted by code
};

// Decimals of a currency's minor unit by ISO 4217: 2 unless it is one of the
// exceptions (JPY 0, KWD 3).
int MinorDigits(absl::string_view currency);

}  // namespace landfall::verdict
