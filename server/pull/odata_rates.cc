// Exchange rates of Finance & Operations and of Business Central. Entry points:
// FinanceOperationsRates::Read and BusinessCentralRates::Read.
#include "server/pull/odata_rates.h"

#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "server/base/check.h"
#include "server/base/percent_encode.h"
#include "server/base/status_macros.h"
#include "server/decode/flatten.h"
#include "server/ingest/company.h"
#include "server/pull/ecb_rates.h"
#include "server/pull/request.h"

namespace landfall::pull {
namespace {

constexpr absl::string_view kReadRates = "read exchange rates";
// More are no table of rates.
constexpr size_t kMostRows = 1'000'000;
// The last day of what has no end is far away.
constexpr absl::CivilDay kNoEnd(2100, 1, 1);
// What Finance & Operations writes for a date that nobody gave.
constexpr absl::CivilDay kNoDate(1900, 1, 1);

// The day of "2026-07-09T12:00:00Z" or "2026-07-09".
std::optional<absl::CivilDay> DayOf(absl::string_view text) {
  absl::CivilDay day;
  if (!absl::ParseCivilTime(text.substr(0, 10), &day)) return std::nullopt;
  return day;
}

// How many units a rate of Finance & Operations is for.
std::optional<base::Decimal> UnitsOf(absl::string_view factor) {
  const std::pair<absl::string_view, int> names[] = {{"One", 1},
                                                     {"Ten", 10},
                                                     {"Hundred", 100},
                                                     {"Thousand", 1000},
                                                     {"TenThousand", 10'000}};
  for (const auto& [name, units] : names) {
    if (absl::EqualsIgnoreCase(factor, name)) return base::Decimal(units, 0);
  }
  return rates::ReadAmount(factor);
}

// nullopt: the row says no rate of a currency.
using QuoteOf =
    absl::FunctionRef<std::optional<rates::Quote>(const model::Fields& row)>;

std::optional<rates::Quote> Checked(rates::Quote quote) {
  if (!rates::IsCurrencyCode(quote.from) || !rates::IsCurrencyCode(quote.to) ||
      quote.from == quote.to) {
    return std::nullopt;
  }
  return quote;
}

absl::StatusOr<RatesRead> ReadPages(
    std::string url, const std::vector<http_client::Header>& headers,
    QuoteOf quote_of, Exchange& exchange) {
  RatesRead read;
  size_t rows = 0;
  while (!url.empty()) {
    LF_ASSIGN_OR_RETURN(
        const Exchange::Page page,
        exchange.AskPage(JsonRequest(url, headers), kReadRates));
    read.unread += page.rows.unread_rows;
    rows += page.rows.rows.size();
    if (rows > kMostRows) {
      return absl::ResourceExhaustedError(
          absl::StrCat(kReadRates, ": there are more than ", kMostRows));
    }
    for (const decode::PayloadElement& row : page.rows.rows) {
      const absl::StatusOr<model::Fields> fields =
          decode::FlattenJson(row.json, {});
      auto quote = fields.ok() ? quote_of(*fields) : std::nullopt;
      if (quote.has_value()) {
        read.quotes.push_back(*std::move(quote));
      } else {
        ++read.unread;
      }
    }
    const std::string& next = page.rows.page.next_link;
    url = next == url ? "" : next;
  }
  return read;
}

// Nothing at all is rather a question that was wrong.
absl::StatusOr<RatesRead> UnlessEmpty(absl::StatusOr<RatesRead> read,
                                      absl::string_view because) {
  if (!read.ok() || !read->quotes.empty()) return read;
  return absl::UnavailableError(
      absl::StrCat(kReadRates, ": there are none", because));
}

const model::LegalEntity& EntityOfRates(const model::Settings& settings,
                                        const model::Source& source) {
  const model::LegalEntity* found = nullptr;
  for (const model::LegalEntity* entity :
       ingest::EntitiesOf(settings, source)) {
    if (entity->currency.empty()) continue;
    const bool reports = entity->currency == settings.reporting_currency;
    if (found == nullptr ||
        (reports && found->currency != settings.reporting_currency)) {
      found = entity;
    }
  }
  LF_CHECK(found != nullptr);
  return *found;
}

}  // namespace

FinanceOperationsRates::FinanceOperationsRates(absl::string_view url,
                                               std::string type)
    : first_page_(absl::StrCat(
          absl::StripSuffix(url, "/"),
          "/data/ExchangeRates?$select=RateTypeName,FromCurrency,ToCurrency,"
          "StartDate,EndDate,Rate,ConversionFactor&$filter=",
          base::PercentEncode(
              absl::StrCat("RateTypeName eq '",
                           absl::StrReplaceAll(type, {{"'", "''"}}), "'")))),
      type_(std::move(type)) {}

absl::StatusOr<RatesRead> FinanceOperationsRates::Read(
    absl::Time /*now*/, std::optional<absl::CivilDay> /*newest*/,
    Exchange& exchange) {
  const auto quote_of =
      [&](const model::Fields& row) -> std::optional<rates::Quote> {
    const auto start = DayOf(row.Text("StartDate"));
    const auto end = DayOf(row.Text("EndDate"));
    const auto units = UnitsOf(row.Text("ConversionFactor"));
    const auto rate = rates::ReadAmount(row.Text("Rate"));
    if (!start || !units || !rate) return std::nullopt;
    rates::Quote quote;
    quote.from = std::string(row.Text("FromCurrency"));
    quote.to = std::string(row.Text("ToCurrency"));
    quote.start = *start;
    if (end && *end > kNoDate && *end < kNoEnd) quote.end = end;
    quote.from_amount = *units;
    quote.to_amount = *rate;
    return Checked(std::move(quote));
  };
  return UnlessEmpty(
      ReadPages(first_page_, ODataVersions(), quote_of, exchange),
      absl::StrCat(" of type ", type_));
}

BusinessCentralRates::BusinessCentralRates(
    const model::Settings& settings, const model::Source& source,
    const config::SourceConnection& connection)
    : entity_(EntityOfRates(settings, source)),
      connector_(settings, source, connection) {}

absl::StatusOr<RatesRead> BusinessCentralRates::Read(
    absl::Time /*now*/, std::optional<absl::CivilDay> /*newest*/,
    Exchange& exchange) {
  LF_ASSIGN_OR_RETURN(
      const std::string company,
      connector_.CompanyUrl({"rates", "customer", &entity_}, exchange));
  const auto quote_of =
      [&](const model::Fields& row) -> std::optional<rates::Quote> {
    const auto start = DayOf(row.Text("startingDate"));
    const auto from = rates::ReadAmount(row.Text("exchangeRateAmount"));
    const auto to = rates::ReadAmount(row.Text("relationalExchangeRateAmount"));
    if (!start || !from || !to) return std::nullopt;
    rates::Quote quote;
    quote.from = std::string(row.Text("currencyCode"));
    const absl::string_view relational = row.Text("relationalCurrencyCode");
    quote.to = relational.empty() ? entity_.currency : std::string(relational);
    quote.start = *start;
    quote.from_amount = *from;
    quote.to_amount = *to;
    return Checked(std::move(quote));
  };
  return UnlessEmpty(
      ReadPages(absl::StrCat(company, "/currencyExchangeRates"),
                {{"Data-Access-Intent", "ReadOnly"}}, quote_of, exchange),
      "");
}

std::unique_ptr<RateFeed> RateFeedFor(
    const model::Settings& settings, const config::RateFeed& feed,
    const config::SourceConnection* connection) {
  if (settings.rate_feed == kEcbFeed) {
    return std::make_unique<EcbRates>(feed.url);
  }
  const model::Source* const source = settings.FindSource(settings.rate_feed);
  if (source == nullptr || connection == nullptr) return nullptr;
  if (source->system == model::System::kFinanceOperations) {
    return std::make_unique<FinanceOperationsRates>(source->url, feed.type);
  }
  if (source->system != model::System::kBusinessCentral) return nullptr;
  return std::make_unique<BusinessCentralRates>(settings, *source, *connection);
}

}  // namespace landfall::pull
