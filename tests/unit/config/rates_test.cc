#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "server/config/load.h"

namespace landfall::config {
namespace {

using ::testing::HasSubstr;

constexpr char kSources[] =
    "sources:\n"
    "  - {id: erp, system: finance_operations, url: https://erp.example,\n"
    "     auth: {tenant: t, client_id: c, client_secret: \"env:LF_RATES\"}}\n"
    "  - {id: bc, system: business_central, url: https://bc.example/api/v2.0,\n"
    "     auth: {user: u, web_service_key: \"env:LF_RATES\"}}\n"
    "  - {id: cold, system: finance_operations}\n"
    "  - {id: crm, system: dataverse}\n"
    "legal_entities:\n"
    "  - {id: UK, source: bc, company: UK Ltd}\n";

absl::StatusOr<ServerOptions> LoadRates(const std::string& rates,
                                        const std::string& more = kSources) {
  setenv("LF_RATES", "secret", 1);
  return LoadConfigText(absl::StrCat("exchange_rates: {", rates, "}\n", more),
                        "f", "/tmp");
}

TEST(RatesTest, ReadsAFeed) {
  auto options = LoadRates("feed: ecb, CAD: 0.73");
  ASSERT_TRUE(options.ok()) << options.status();
  EXPECT_EQ(options->settings.rate_feed, "ecb");
  EXPECT_EQ(options->settings.exchange_rates.count("CAD"), 1u);
  EXPECT_EQ(options->rate_feed.url,
            "https://www.ecb.europa.eu/stats/eurofxref");
  EXPECT_EQ(options->rate_feed.every, absl::Hours(6));
  options = LoadRates("every: 90s, url: \"http://127.0.0.1:1/x/\", feed: ecb");
  ASSERT_TRUE(options.ok()) << options.status();
  EXPECT_EQ(options->rate_feed.url, "http://127.0.0.1:1/x");
  EXPECT_EQ(options->rate_feed.every, absl::Seconds(90));
  options = LoadRates("feed: erp, type: Budget");
  ASSERT_TRUE(options.ok()) << options.status();
  EXPECT_EQ(options->rate_feed.type, "Budget");
  EXPECT_TRUE(LoadRates("feed: bc", absl::StrCat(kSources,
                                                 "  - {id: DE, source: bc, "
                                                 "company: D, currency: EUR}"))
                  .ok());
}

TEST(RatesTest, NamesWhatIsWrong) {
  const struct {
    const char* rates;
    const char* error;
  } cases[] = {
      {"feed: cold",
       "exchange_rates.feed: source \"cold\" is not read: it has no url or no "
       "auth"},
      {"feed: crm", "exchange_rates.feed: unknown value \"crm\""},
      {"feed: bc",
       "exchange_rates: the rates of Business Central are those of a company, "
       "in its local currency; give a legal entity of source \"bc\" its "
       "currency"},
      {"feed: erp, url: \"https://a.example\"",
       "exchange_rates.url: is only for feed: ecb"},
      {"feed: ecb, url: \"http://a.example\"", "exchange_rates.url: "},
      {"feed: ecb, type: Default",
       "exchange_rates.type: is only for a feed that is finance_operations"},
      {"feed: ecb, every: 100ms", "exchange_rates.every: must be a duration"},
      {"every: 1h", "exchange_rates.every: is for rates of a feed; add feed"},
  };
  for (const auto& c : cases) {
    EXPECT_THAT(std::string(LoadRates(c.rates).status().message()),
                HasSubstr(c.error))
        << c.rates;
  }
}

}  // namespace
}  // namespace landfall::config
