#include "server/pull/odata_rates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/unit/pull/fake_system.h"

namespace landfall::pull {
namespace {

using absl::CivilDay;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// "100 JPY = 0.65 USD 2026-06-01 to 2026-06-30"
std::vector<std::string> Texts(const RatesRead& read) {
  std::vector<std::string> texts;
  for (const rates::Quote& quote : read.quotes) {
    texts.push_back(absl::StrCat(
        quote.from_amount.ToString(), " ", quote.from, " = ",
        quote.to_amount.ToString(), " ", quote.to, " ",
        absl::FormatCivilTime(quote.start),
        quote.end ? " to " + absl::FormatCivilTime(*quote.end) : ""));
  }
  return texts;
}

std::string FnoRow(const std::string& from, const std::string& rate,
                   const std::string& factor, const std::string& end) {
  return absl::StrCat(
      R"({"RateTypeName":"Default","FromCurrency":")", from,
      R"(","ToCurrency":"USD","StartDate":"2026-06-01T12:00:00Z","EndDate":")",
      end, R"(T12:00:00Z","Rate":)", rate, R"(,"ConversionFactor":")", factor,
      R"("})");
}

TEST(FinanceOperationsRatesTest, ReadsPagesOfRates) {
  FakeSystem system;
  FinanceOperationsRates feed("https://crm.example/", "Bob's");
  system.sender.steps = {
      Answer(
          200,
          absl::StrCat(
              R"({"value":[)", FnoRow("JPY", "0.65", "Hundred", "2026-06-30"),
              ",", FnoRow("CAD", "0.73", "One", "2154-12-31"),
              R"(],"@odata.nextLink":"https://crm.example/data/next"})")),
      Answer(200, absl::StrCat(R"({"value":[)",
                               FnoRow("EUR", "1.1", "10", "1900-01-01"), ",",
                               FnoRow("USD", "1", "One", "2154-12-31"), ",",
                               FnoRow("CHF", "1", "Dozen", "2154-12-31"), ",",
                               FnoRow("GBP", "0", "One", "2154-12-31"), "]}"))};
  const auto read = feed.Read(absl::Now(), std::nullopt, system.exchange);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_THAT(Texts(*read),
              ElementsAre("100 JPY = 0.65 USD 2026-06-01 to 2026-06-30",
                          "1 CAD = 0.73 USD 2026-06-01",
                          "10 EUR = 1.1 USD 2026-06-01"));
  EXPECT_EQ(read->unread, 3);
  EXPECT_TRUE(read->everything);
  EXPECT_THAT(system.sender.requests[0].url,
              HasSubstr("/data/ExchangeRates?$select=RateTypeName,"));
  EXPECT_THAT(system.sender.requests[0].url, HasSubstr("Bob%27%27s"));
}

TEST(FinanceOperationsRatesTest, NoRatesAtAllAreNoAnswer) {
  FakeSystem system;
  FinanceOperationsRates feed("https://crm.example", "Budget");
  system.sender.steps = {Answer(200, R"({"value":[]})")};
  const absl::Status status =
      feed.Read(absl::Now(), std::nullopt, system.exchange).status();
  EXPECT_EQ(status.message(),
            "read exchange rates: there are none of type Budget");
}

TEST(BusinessCentralRatesTest, RatesAreOfTheCompanyThatReports) {
  model::Settings settings;
  settings.reporting_currency = "EUR";
  settings.sources.emplace_back();
  settings.sources[0].id = "bc";
  settings.sources[0].system = model::System::kBusinessCentral;
  settings.sources[0].url = "https://crm.example/api/v2.0";
  settings.legal_entities = {{"UK", "UK", "GB", "GBP", "bc", "UK Ltd"},
                             {"DE", "DE", "DE", "EUR", "bc", "DE GmbH"}};
  config::SourceConnection connection;
  connection.source = "bc";
  connection.url = settings.sources[0].url;
  BusinessCentralRates feed(settings, settings.sources[0], connection);
  FakeSystem system;
  system.sender.steps = {Answer(200, R"({"value":[{"id":"a1","name":"UK Ltd"},
                               {"id":"b2","name":"DE GmbH"}]})"),
                         Answer(200, R"({"value":[
        {"currencyCode":"GBP","startingDate":"2026-01-01",
         "exchangeRateAmount":100,"relationalCurrencyCode":"",
         "relationalExchangeRateAmount":117.5},
        {"currencyCode":"MXN","startingDate":"0001-01-01",
         "exchangeRateAmount":1,"relationalCurrencyCode":"USD",
         "relationalExchangeRateAmount":0.05},
        {"currencyCode":"TOKEN","startingDate":"2026-01-01",
         "exchangeRateAmount":1,"relationalCurrencyCode":"",
         "relationalExchangeRateAmount":1}]})")};
  const auto read = feed.Read(absl::Now(), std::nullopt, system.exchange);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_THAT(Texts(*read), ElementsAre("100 GBP = 117.5 EUR 2026-01-01",
                                        "1 MXN = 0.05 USD 1-01-01"));
  EXPECT_EQ(read->unread, 1);
  EXPECT_EQ(system.sender.requests[1].url,
            "https://crm.example/api/v2.0/companies(b2)/currencyExchangeRates");
}

}  // namespace
}  // namespace landfall::pull
