// Turns quotes into rates. Entry point: RatesAt.

#include "tests/oracle/naive_rates.h"

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <set>

namespace landfall::oracle {
namespace {

struct Way {
  int steps = 0;
  long double rate = 1;
  absl::CivilDay date = absl::CivilDay::max();
};

class Ways {
 public:
  Ways(const std::string& goal, const rates::Quotes& quotes, absl::CivilDay day)
      : goal_(goal), quotes_(quotes), day_(day) {
    for (const rates::Quote& quote : quotes.list) {
      currencies_.insert(quote.from);
      currencies_.insert(quote.to);
    }
  }

  const std::set<std::string>& currencies() const { return currencies_; }

  // The shortest way of at most so many steps; of several the one whose first
  // step leads to the first currency of the alphabet.
  std::optional<Way> From(const std::string& currency, int most) const {
    if (currency == goal_) return Way();
    if (most == 0) return std::nullopt;
    std::optional<Way> best;
    for (const std::string& other : currencies_) {
      const rates::Quote* quote = Holding(currency, other);
      const bool reverse = quote == nullptr;
      if (reverse) quote = Holding(other, currency);
      if (quote == nullptr) continue;
      const auto rest = From(other, most - 1);
      if (!rest || (best && best->steps <= rest->steps + 1)) continue;
      const long double from =
          std::strtold(quote->from_amount.ToString().c_str(), nullptr);
      const long double to =
          std::strtold(quote->to_amount.ToString().c_str(), nullptr);
      best =
          Way{rest->steps + 1, (reverse ? from / to : to / from) * rest->rate,
              std::min(rest->date, quote->start)};
    }
    return best;
  }

 private:
  // The last quote of the pair that starts by the day, unless it has ended.
  const rates::Quote* Holding(const std::string& from,
                              const std::string& to) const {
    const rates::Quote* last = nullptr;
    for (const rates::Quote& quote : quotes_.list) {
      if (quote.from != from || quote.to != to || quote.start > day_) continue;
      if (last == nullptr || last->start < quote.start) last = &quote;
    }
    if (last != nullptr && last->end && *last->end < day_) return nullptr;
    return last;
  }

  const std::string& goal_;
  const rates::Quotes& quotes_;
  const absl::CivilDay day_;
  std::set<std::string> currencies_;
};

// To 12 digits that count.
base::Decimal Rounded(long double rate) {
  char text[64];
  std::snprintf(text, sizeof text, "%.11Le", rate);
  return base::Decimal::Parse(text, base::kRateLimits)->Shortest();
}

}  // namespace

NaiveRates RatesAt(const model::Settings& settings, const rates::Quotes& quotes,
                   absl::Time as_of) {
  NaiveRates rates;
  for (const auto& [currency, rate] : settings.exchange_rates) {
    rates[currency] = {currency, rate};
  }
  rates.erase(settings.reporting_currency);
  if (settings.rate_feed.empty() || quotes.feed != settings.rate_feed) {
    return rates;
  }
  // The calendar has no days before year 1 and after year 9999.
  if (as_of == absl::InfiniteFuture()) as_of = absl::FromUnixSeconds(1LL << 37);
  const Ways ways(settings.reporting_currency, quotes,
                  absl::ToCivilDay(as_of, absl::UTCTimeZone()));
  for (const std::string& currency : ways.currencies()) {
    if (rates.count(currency) > 0 || currency == settings.reporting_currency) {
      continue;
    }
    const auto way = ways.From(currency, 3);
    if (!way) continue;
    rates[currency] = {currency, Rounded(way->rate),
                       absl::FormatCivilTime(way->date), settings.rate_feed};
  }
  return rates;
}

}  // namespace landfall::oracle
