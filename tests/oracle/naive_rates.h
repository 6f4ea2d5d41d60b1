#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "server/model/card.h"
#include "server/model/settings.h"
#include "server/rates/quote.h"

namespace landfall::oracle {

// By currency, without the reporting currency.
using NaiveRates = std::map<std::string, model::UsedRate>;

// What one unit of each currency is worth at a time, found by trying every way
// from it to the reporting currency.
NaiveRates RatesAt(const model::Settings& settings, const rates::Quotes& quotes,
                   absl::Time as_of);

}  // namespace landfall::oracle
