// Makes quotes of currencies. Entry point: AddRandomRates.

#include <algorithm>
#include <utility>

#include "server/rates/quote.h"
#include "tests/oracle/random_parts.h"
#include "tests/oracle/random_world.h"

namespace landfall::oracle {
namespace {

const std::pair<const char*, const char*> kPairs[] = {
    {"EUR", "USD"}, {"EUR", "CAD"}, {"EUR", "JPY"}, {"EUR", "GBP"},
    {"CAD", "USD"}, {"USD", "JPY"}, {"GBP", "CHF"}, {"CHF", "EUR"}};

// Like the European bank's, or as companies write them: now and then of a
// hundred units, with an end, or with days between.
std::vector<rates::Quote> RandomQuotes(Dice* dice) {
  const absl::CivilDay today =
      absl::ToCivilDay(WorldEnd(), absl::UTCTimeZone());
  std::vector<rates::Quote> quotes;
  for (const auto& [from, to] : kPairs) {
    if (dice->OneIn(3)) continue;
    for (int back = dice->Between(-1, 60); back >= -2;
         back -= dice->Between(1, 25)) {
      rates::Quote quote;
      quote.from = from;
      quote.to = to;
      quote.start = today - back;
      if (dice->OneIn(6)) quote.end = quote.start + dice->Below(10);
      quote.from_amount = base::Decimal(dice->OneIn(4) ? 100 : 1, 0);
      quote.to_amount =
          base::Decimal(dice->Between(1, 2'000'000), 4).Shortest();
      quotes.push_back(std::move(quote));
    }
  }
  return quotes;
}

}  // namespace

void AddRandomRates(RandomWorld* world) {
  // Of their own, so that the rest of a world stays what it was.
  Dice dice(world->seed * 31 + 7);
  if (dice.OneIn(3)) return;
  world->settings.rate_feed = dice.OneIn(3) ? "erp" : "ecb";
  if (!dice.OneIn(3)) world->settings.exchange_rates.erase("CAD");
  if (!dice.OneIn(3)) world->settings.exchange_rates.erase("EUR");
  if (dice.Coin()) world->settings.exchange_rates.erase("USD");
  rates::Quotes quotes;
  // Now and then what is held is of a feed that was configured before.
  quotes.feed = dice.OneIn(8) ? "old" : world->settings.rate_feed;
  for (WorldStep& step : world->steps) {
    const bool last = &step == &world->steps.back();
    if (!last && dice.Coin()) continue;
    quotes.list = rates::Merge(std::move(quotes.list), RandomQuotes(&dice));
    step.batch.values[rates::kQuotesKey] = rates::EncodeQuotes(quotes);
  }
}

}  // namespace landfall::oracle
