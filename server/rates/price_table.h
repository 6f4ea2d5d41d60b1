#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "server/base/decimal.h"
#include "server/index/micros.h"
#include "server/model/settings.h"
#include "server/rates/quote.h"

namespace landfall::rates {

// A rate that holds, and where it comes from. Value type.
struct Price {
  uint16_t currency = 0;  // see index::PackCurrency
  // One unit in the reporting currency; fits base::kRateLimits.
  base::Decimal rate;
  // The day of the oldest quote that it is made of; nullopt: the configuration
  // says it, or it is the reporting currency's own.
  std::optional<absl::CivilDay> date{};

  friend bool operator==(const Price& a, const Price& b) {
    return a.currency == b.currency && a.rate == b.rate && a.date == b.date;
  }
};

// What one unit of each currency is worth in the reporting currency at one
// time. Immutable.
class Prices {
 public:
  // `list` by currency.
  Prices(const std::string& reporting_currency, std::string feed,
         std::vector<Price> list);

  // nullptr: nobody knows.
  const Price* Find(uint16_t currency) const;
  const std::vector<Price>& list() const { return list_; }
  // The reporting currency and the decimals of its minor unit.
  uint16_t reporting() const { return reporting_; }
  int minor_digits() const { return minor_digits_; }
  // Where a price with a date comes from: "ecb", or the id of a source.
  const std::string& feed() const { return feed_; }

 private:
  uint16_t reporting_;
  int minor_digits_;
  std::string feed_;
  std::vector<Price> list_;
};

// The prices of all times, worked out once, so that a question looks up one of
// them and nothing else. Immutable but for being moved; readers may keep a
// Prices for longer than the table.
//
// The quotes that hold at a time are those of its day in UTC: of each pair the
// last one that starts on it or before, unless that has ended. A rate that the
// configuration states comes before all quotes. Else the pair of the currency
// and the reporting currency counts; else the reverse pair; else the two are
// joined by as few other currencies as possible, at most two, of several the
// first by the alphabet. What is calculated is rounded to 12 significant
// digits, half to even, once, at the end; and a rate has at most 18 decimals.
//
// Example: the ECB says that on 9 July 1 EUR is 1.1435 USD and 1.5623 CAD. To
// USD, on 10 July at noon, CAD has the rate 0.731933687512 of 9 July.
class PriceTable {
 public:
  using Ref = std::shared_ptr<const Prices>;

  // Only with the rates of the configuration.
  explicit PriceTable(const model::Settings& settings)
      : PriceTable(settings, Quotes()) {}
  // Quotes of another feed than that of the configuration are left out.
  PriceTable(const model::Settings& settings, const Quotes& quotes);

  // Never nullptr.
  const Ref& At(index::Micros as_of) const { return prices_[PlaceOf(as_of)]; }
  // The first and the last time around `as_of` at which the same prices hold.
  std::pair<index::Micros, index::Micros> SpanAt(index::Micros as_of) const;

  // The day on which the newest quote starts that is used; nullopt: none is.
  std::optional<absl::CivilDay> newest_day() const { return newest_day_; }

 private:
  size_t PlaceOf(index::Micros as_of) const;

  std::vector<index::Micros> starts_;  // ascending; the first is of all times
  std::vector<Ref> prices_;            // from each on
  std::optional<absl::CivilDay> newest_day_;
};

// Decimals of a currency's minor unit by ISO 4217: 2 unless it is one of the
// exceptions (JPY 0, KWD 3).
int MinorDigits(absl::string_view currency);

}  // namespace landfall::rates
