#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "server/pull/rate_feed.h"

namespace landfall::pull {

// Reads a file of reference rates of the European Central Bank: days, and on
// each what one euro is worth in other currencies. INVALID_ARGUMENT: no such
// file, one that is cut off, that declares a document type of its own, nested
// deeper than theirs, or larger than 32 MiB. A day without a date and a
// currency without a rate are left out and counted. Pure.
//
// The format: https://www.ecb.europa.eu/stats/policy_and_exchange_rates/
// euro_reference_exchange_rates/
absl::StatusOr<RatesRead> ReadEcbRates(absl::string_view xml);

// The reference rates of the European Central Bank: all of them since 1999 when
// nothing is held that is recent, else those of the last 90 days. There are
// none of weekends and holidays.
class EcbRates : public RateFeed {
 public:
  // `folder`: where the files are, without a slash at the end.
  explicit EcbRates(std::string folder) : folder_(std::move(folder)) {}

  absl::StatusOr<RatesRead> Read(absl::Time now,
                                 std::optional<absl::CivilDay> newest,
                                 Exchange& exchange) override;

 private:
  const std::string folder_;
};

}  // namespace landfall::pull
