// Quotes -> what one unit of each currency is worth at each time. Entry point:
// PriceTable.
#include "server/rates/price_table.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/time/time.h"
#include "server/base/significant.h"
#include "server/index/rulebook.h"

namespace landfall::rates {
namespace {

using base::Decimal;
using index::Micros;

constexpr absl::string_view kNoMinorUnit[] = {
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW",
    "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"};
constexpr absl::string_view kThreeDigits[] = {"BHD", "IQD", "JOD", "KWD",
                                              "LYD", "OMR", "TND"};

// From a currency over two others to the reporting currency.
constexpr int kMostSteps = 3;
constexpr int kRateDigits = 12;
constexpr Decimal kBeyondRates(1'000'000'000, 0);

Micros StartOf(absl::CivilDay day) {
  return absl::ToUnixMicros(absl::FromCivil(day, absl::UTCTimeZone()));
}

// What a currency is worth, as far as it has been worked out.
struct Worth {
  Decimal rate{1, 0};
  absl::CivilDay date = absl::CivilDay::max();
};

// What is worth what on one day, found step by step from the reporting currency
// outwards.
class DayOfQuotes {
 public:
  // A quote that holds, and what one unit of either currency is in the other.
  struct Step {
    uint16_t from;
    uint16_t to;
    const Quote* quote;
  };
  using Steps = std::map<uint16_t, std::vector<Step>>;  // by either currency

  explicit DayOfQuotes(uint16_t reporting) { known_[reporting] = Worth(); }

  std::map<uint16_t, Worth> Find(const Steps& steps) {
    std::set<uint16_t> here = {known_.begin()->first};
    for (int step = 0; step < kMostSteps && !here.empty(); ++step) {
      std::map<uint16_t, Worth> next;
      for (const uint16_t nearer : here) {
        const auto found = steps.find(nearer);
        if (found != steps.end()) Reach(nearer, found->second, &next);
      }
      here.clear();
      for (const auto& [currency, worth] : next) here.insert(currency);
      known_.insert(next.begin(), next.end());
    }
    return std::move(known_);
  }

 private:
  // Adds the currencies that are one step further away than `nearer`.
  void Reach(uint16_t nearer, const std::vector<Step>& steps,
             std::map<uint16_t, Worth>* next) const {
    const Worth& worth = known_.at(nearer);
    std::set<uint16_t> tried;
    // Quotes of the further currency first, then the reverse ones.
    for (const bool reverse : {false, true}) {
      for (const Step& step : steps) {
        if ((reverse ? step.from : step.to) != nearer) continue;
        const uint16_t further = reverse ? step.to : step.from;
        if (known_.count(further) > 0 || next->count(further) > 0) continue;
        if (!tried.insert(further).second) continue;
        const Quote& quote = *step.quote;
        const auto one =
            reverse
                ? base::SignificantQuotient(quote.from_amount, quote.to_amount)
                : base::SignificantQuotient(quote.to_amount, quote.from_amount);
        if (!one.has_value()) continue;
        const auto rate = base::SignificantProduct(*one, worth.rate);
        if (!rate.has_value()) continue;
        next->emplace(further, Worth{*rate, std::min(worth.date, quote.start)});
      }
    }
  }

  std::map<uint16_t, Worth> known_;
};

// As a rate that amounts can be multiplied with; nullopt: it is none.
std::optional<Decimal> RateOf(const Decimal& worth) {
  Decimal rate = base::RoundSignificant(worth, kRateDigits);
  if (rate.scale() > base::kRateLimits.decimals) {
    rate = rate.RoundHalfEven(base::kRateLimits.decimals).Shortest();
  }
  if (rate.IsZero() || !(rate < kBeyondRates)) return std::nullopt;
  return rate;
}

// The quotes of one pair, by start.
struct Pair {
  uint16_t from;
  uint16_t to;
  std::vector<const Quote*> quotes;

  // The one that holds on a day; nullptr: none does.
  const Quote* On(absl::CivilDay day) const {
    const auto after = std::upper_bound(
        quotes.begin(), quotes.end(), day,
        [](absl::CivilDay d, const Quote* quote) { return d < quote->start; });
    if (after == quotes.begin()) return nullptr;
    const Quote* const quote = *(after - 1);
    return quote->end.has_value() && *quote->end < day ? nullptr : quote;
  }
};

std::vector<Pair> PairsOf(const Quotes& quotes) {
  std::map<std::pair<uint16_t, uint16_t>, std::vector<const Quote*>> by_pair;
  for (const Quote& quote : quotes.list) {
    by_pair[{index::PackCurrency(quote.from), index::PackCurrency(quote.to)}]
        .push_back(&quote);
  }
  std::vector<Pair> pairs;
  for (auto& [key, list] : by_pair) {
    std::sort(list.begin(), list.end(), [](const Quote* a, const Quote* b) {
      return a->start < b->start;
    });
    pairs.push_back({key.first, key.second, std::move(list)});
  }
  return pairs;
}

// The days on which another quote may hold than on the day before.
std::set<absl::CivilDay> DaysOf(const Quotes& quotes) {
  std::set<absl::CivilDay> days;
  for (const Quote& quote : quotes.list) {
    days.insert(quote.start);
    if (quote.end.has_value()) days.insert(*quote.end + 1);
  }
  return days;
}

std::vector<Price> FixedOf(const model::Settings& settings) {
  std::vector<Price> list;
  const std::string& reporting = settings.reporting_currency;
  list.push_back({index::PackCurrency(reporting), Decimal(1, 0)});
  for (const auto& [currency, rate] : settings.exchange_rates) {
    if (currency == reporting) continue;
    list.push_back({index::PackCurrency(currency), rate});
  }
  return list;
}

void SortByCurrency(std::vector<Price>* list) {
  std::sort(list->begin(), list->end(), [](const Price& a, const Price& b) {
    return a.currency < b.currency;
  });
}

}  // namespace

int MinorDigits(absl::string_view currency) {
  for (absl::string_view code : kNoMinorUnit) {
    if (code == currency) return 0;
  }
  for (absl::string_view code : kThreeDigits) {
    if (code == currency) return 3;
  }
  return 2;
}

Prices::Prices(const std::string& reporting_currency, std::string feed,
               std::vector<Price> list)
    : reporting_(index::PackCurrency(reporting_currency)),
      minor_digits_(MinorDigits(reporting_currency)),
      feed_(std::move(feed)),
      list_(std::move(list)) {}

const Price* Prices::Find(uint16_t currency) const {
  const auto it = std::lower_bound(
      list_.begin(), list_.end(), currency,
      [](const Price& price, uint16_t code) { return price.currency < code; });
  return it == list_.end() || it->currency != currency ? nullptr : &*it;
}

PriceTable::PriceTable(const model::Settings& settings, const Quotes& quotes) {
  std::vector<Price> fixed = FixedOf(settings);
  const auto add = [&](Micros start, std::vector<Price> list) {
    SortByCurrency(&list);
    if (!prices_.empty() && prices_.back()->list() == list) return;
    starts_.push_back(start);
    prices_.push_back(std::make_shared<const Prices>(
        settings.reporting_currency, settings.rate_feed, std::move(list)));
  };
  add(index::kNoTime, fixed);
  if (settings.rate_feed.empty() || quotes.feed != settings.rate_feed) return;
  const uint16_t reporting = index::PackCurrency(settings.reporting_currency);
  const std::vector<Pair> pairs = PairsOf(quotes);
  for (const absl::CivilDay day : DaysOf(quotes)) {
    DayOfQuotes::Steps steps;
    for (const Pair& pair : pairs) {
      const Quote* const quote = pair.On(day);
      if (quote == nullptr) continue;
      steps[pair.from].push_back({pair.from, pair.to, quote});
      steps[pair.to].push_back({pair.from, pair.to, quote});
      newest_day_ = std::max(newest_day_.value_or(quote->start), quote->start);
    }
    std::vector<Price> list = fixed;
    for (const auto& found : DayOfQuotes(reporting).Find(steps)) {
      const bool states = std::any_of(
          fixed.begin(), fixed.end(),
          [&](const Price& price) { return price.currency == found.first; });
      const auto rate = RateOf(found.second.rate);
      if (!states && rate) {
        list.push_back({found.first, *rate, found.second.date});
      }
    }
    add(StartOf(day), std::move(list));
  }
}

size_t PriceTable::PlaceOf(Micros as_of) const {
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), as_of);
  return after == starts_.begin()
             ? 0
             : static_cast<size_t>(after - starts_.begin()) - 1;
}

std::pair<Micros, Micros> PriceTable::SpanAt(Micros as_of) const {
  const size_t place = PlaceOf(as_of);
  return {starts_[place], place + 1 == starts_.size() ? index::kForever
                                                      : starts_[place + 1] - 1};
}

}  // namespace landfall::rates
