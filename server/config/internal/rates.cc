// reporting_currency, exchange_rates -> settings and the feed of rates.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "server/config/internal/readers.h"

namespace landfall::config::internal {
namespace {

// One unit of any currency is worth less than this of any other.
constexpr base::Decimal kBeyondRates(1'000'000'000, 0);

constexpr absl::string_view kEcb = "ecb";

void ReadRate(const Item& item, const std::string& currency,
              ServerOptions& options) {
  const absl::StatusOr<base::Decimal> rate =
      base::Decimal::ParseRounded(item.node().text, base::kRateLimits);
  if (item.node().kind != YamlNode::Kind::kScalar || !rate.ok() ||
      !(*rate > base::Decimal()) || !(*rate < kBeyondRates)) {
    item.Fail(absl::StrCat(
        "must be a number above 0 and below 1,000,000,000: the value of one ",
        currency, " in ", options.settings.reporting_currency,
        "; of its decimals the first ", base::kRateLimits.decimals, " count"));
    return;
  }
  if (currency == options.settings.reporting_currency &&
      *rate != base::Decimal(1, 0)) {
    item.Fail("is the reporting currency itself; its rate is 1");
    return;
  }
  options.settings.exchange_rates[currency] = *rate;
}

// "ecb", or a master that is read.
void ReadFeed(const Item& item, ServerOptions& options) {
  std::vector<std::string> allowed = {std::string(kEcb)};
  for (const model::Source& source : options.settings.sources) {
    if (model::IsMaster(source.system)) allowed.push_back(source.id);
  }
  options.settings.rate_feed = item.OneOf(allowed).value_or("");
  const std::string& feed = options.settings.rate_feed;
  if (feed.empty() || feed == kEcb) return;
  const bool read =
      std::any_of(options.connections.begin(), options.connections.end(),
                  [&](const SourceConnection& connection) {
                    return connection.source == feed &&
                           !connection.url.empty() && !connection.auth.empty();
                  });
  if (!read) {
    item.Fail(absl::StrCat("source \"", feed,
                           "\" is not read: it has no url or no auth"));
  }
}

// What is said of the feed beside its name, with the name of its key.
void ReadMore(const Item& item, absl::string_view key, ServerOptions& options) {
  RateFeed& feed = options.rate_feed;
  if (key == "url") {
    feed.url = ReadUrl(item).value_or(feed.url);
  } else if (key == "every") {
    feed.every = item.Duration(absl::Seconds(1), 7 * kDay).value_or(feed.every);
  } else {
    feed.type = item.Text().value_or(feed.type);
  }
}

void CheckMore(const Item& item, absl::string_view key,
               const ServerOptions& options) {
  const std::string& feed = options.settings.rate_feed;
  const model::Source* const source = options.settings.FindSource(feed);
  if (feed.empty()) {
    item.Fail("is for rates of a feed; add feed");
  } else if (key == "url" && feed != kEcb) {
    item.Fail("is only for feed: ecb; a source has a url of its own");
  } else if (key == "type" &&
             (source == nullptr ||
              source->system != model::System::kFinanceOperations)) {
    item.Fail("is only for a feed that is finance_operations");
  }
}

}  // namespace

void ReadCurrencies(const Section& file, ServerOptions& options) {
  if (const auto item = file.Find("reporting_currency")) {
    const std::optional<std::string> currency = ReadCurrency(*item);
    if (currency.has_value()) options.settings.reporting_currency = *currency;
  }
  const std::optional<Item> rates = file.Find("exchange_rates");
  if (!rates.has_value()) return;
  if (!rates->IsMap()) {
    rates->Fail("a map is expected here, such as {CAD: 0.73}");
    return;
  }
  ReportRepeatedKeys(*rates);
  std::vector<std::pair<Item, absl::string_view>> more;
  for (const YamlEntry& entry : rates->node().entries) {
    const Item value(entry.value, PathOf(rates->path(), entry.key),
                     rates->problems());
    if (entry.key == "feed") {
      ReadFeed(value, options);
      continue;
    }
    if (entry.key == "url" || entry.key == "every" || entry.key == "type") {
      ReadMore(value, entry.key, options);
      more.emplace_back(value, entry.key);
      continue;
    }
    YamlNode key;
    key.kind = YamlNode::Kind::kScalar;
    key.line = entry.line;
    key.text = entry.key;
    if (ReadCurrency(Item(key, value.path(), rates->problems()))) {
      ReadRate(value, entry.key, options);
    }
  }
  for (const auto& [item, key] : more) CheckMore(item, key, options);
}

void CheckRateFeed(const Section& file, const ServerOptions& options) {
  const model::Settings& settings = options.settings;
  const model::Source* const feed = settings.FindSource(settings.rate_feed);
  if (feed == nullptr || feed->system != model::System::kBusinessCentral) {
    return;
  }
  const bool found = std::any_of(
      settings.legal_entities.begin(), settings.legal_entities.end(),
      [&](const model::LegalEntity& entity) {
        return entity.source == feed->id && !entity.currency.empty();
      });
  if (found) return;
  file.Find("exchange_rates")
      ->Fail(absl::StrCat(
          "the rates of Business Central are those of a company, in its local "
          "currency; give a legal entity of source \"",
          feed->id, "\" its currency"));
}

}  // namespace landfall::config::internal
