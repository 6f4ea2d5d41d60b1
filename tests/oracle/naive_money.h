#pragma once

#include <map>
#include <string>
#include <vector>

#include "server/base/decimal.h"
#include "server/model/record.h"
#include "server/model/verdict.h"
#include "tests/oracle/naive_view.h"

namespace landfall::oracle {

// What a set of orders is worth: per currency, converted, and what has no rate.
struct NaiveValue {
  model::Money total;  // reporting currency, rounded once, half to even
  std::vector<model::Money> by_currency;  // by code; without a rate as well
  // Codes without a rate or of orders without an amount, sorted.
  std::vector<std::string> unpriced;
  int unpriced_orders = 0;     // without an amount
  bool only_unpriced = false;  // something is blocked, and none of it priced
};

NaiveValue ValueOf(const NaiveView& view,
                   const std::vector<const model::Record*>& orders);

}  // namespace landfall::oracle
