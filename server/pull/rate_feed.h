#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "server/config/source_connection.h"
#include "server/model/settings.h"
#include "server/pull/exchange.h"
#include "server/rates/quote.h"

namespace landfall::pull {

// What a read of a feed brought.
struct RatesRead {
  std::vector<rates::Quote> quotes;
  // There are no others; else what is held and was not read stays.
  bool everything = true;
  int64_t unread = 0;  // rows that say no rate of a currency, for people
};

// The feed of the European Central Bank in the configuration.
inline constexpr char kEcbFeed[] = "ecb";

// Who says what currencies are worth. A function of the system's answers. Not
// thread-safe.
class RateFeed {
 public:
  virtual ~RateFeed() = default;

  // Reads the quotes. `newest`: the day of the newest one that is held, if any.
  // Errors as of Exchange, and UNAVAILABLE for an answer that holds no rates.
  virtual absl::StatusOr<RatesRead> Read(absl::Time now,
                                         std::optional<absl::CivilDay> newest,
                                         Exchange& exchange) = 0;
};

// The feed that the settings name. Both must outlive it; the connection, of a
// source, too. nullptr: there is none that can be read.
std::unique_ptr<RateFeed> RateFeedFor(
    const model::Settings& settings, const config::RateFeed& feed,
    const config::SourceConnection* connection);

}  // namespace landfall::pull
