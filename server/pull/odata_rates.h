#pragma once

#include <string>

#include "server/pull/business_central.h"
#include "server/pull/rate_feed.h"

namespace landfall::pull {

// The rates of one type of Finance & Operations, entity ExchangeRates. They
// have a first day and mostly a last one, and are of one, ten or more units.
class FinanceOperationsRates : public RateFeed {
 public:
  // `url` of the source; `type` is RateTypeName.
  FinanceOperationsRates(absl::string_view url, std::string type);

  absl::StatusOr<RatesRead> Read(absl::Time now,
                                 std::optional<absl::CivilDay> newest,
                                 Exchange& exchange) override;

 private:
  const std::string first_page_;
  const std::string type_;
};

// The rates of a company of Business Central, set currencyExchangeRates: of the
// first legal entity of the source whose currency is the reporting currency,
// else of the first one that says its currency. They are quoted in its local
// currency unless they say another one.
class BusinessCentralRates : public RateFeed {
 public:
  // All must outlive this. REQUIRES: a legal entity of the source says its
  // currency.
  BusinessCentralRates(const model::Settings& settings,
                       const model::Source& source,
                       const config::SourceConnection& connection);

  absl::StatusOr<RatesRead> Read(absl::Time now,
                                 std::optional<absl::CivilDay> newest,
                                 Exchange& exchange) override;

 private:
  const model::LegalEntity& entity_;
  BusinessCentral connector_;
};

}  // namespace landfall::pull
