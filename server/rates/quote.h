#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "server/base/decimal.h"

namespace landfall::rates {

// What an institution says two currencies are worth: `from_amount` of `from`
// are `to_amount` of `to`, from the day `start` on, until the next quote of the
// pair starts. Days are those of UTC. Value type.
struct Quote {
  std::string from;  // ISO 4217
  std::string to;
  absl::CivilDay start;
  std::optional<absl::CivilDay> end{};  // the last day; nullopt: no end
  base::Decimal from_amount{1, 0};
  base::Decimal to_amount{1, 0};

  friend bool operator==(const Quote& a, const Quote& b) {
    return a.from == b.from && a.to == b.to && a.start == b.start &&
           a.end == b.end && a.from_amount == b.from_amount &&
           a.to_amount == b.to_amount;
  }
};

// All quotes of a feed.
struct Quotes {
  std::string feed;         // "ecb", or the id of a source
  std::vector<Quote> list;  // by pair, then by start, which differ
};

// So many days of quotes are kept, counted from the newest one, and of each
// pair the one before. A pair has one quote a day.
inline constexpr int kDaysKept = 1100;
// So many are kept together. The oldest go first.
inline constexpr size_t kMostQuotes = 200'000;

// An amount of a quote: above 0, below 10^9, with at most 18 digits, 16 of them
// behind the point; what goes beyond that is rounded away. nullopt: it is none.
std::optional<base::Decimal> ReadAmount(absl::string_view text);

// Whether the text is three letters in upper case. Pure.
bool IsCurrencyCode(absl::string_view text);

// Adds what was read to what is held: of two quotes of a pair that start on one
// day the one that was read counts. What `read` does not name stays. Pure.
std::vector<Quote> Merge(std::vector<Quote> held, std::vector<Quote> read);

// The names under which the store keeps quotes, and when they were last read.
inline constexpr char kQuotesKey[] = "rates/quotes";
inline constexpr char kReadKey[] = "rates/read";

// When a feed was last read. Value type.
struct ReadNote {
  std::string feed;
  absl::Time at;
};

// Texts for the store, and back: DATA_LOSS when it is no such text. Pure.
std::string EncodeQuotes(const Quotes& quotes);
absl::StatusOr<Quotes> DecodeQuotes(absl::string_view text);
std::string EncodeRead(const ReadNote& note);
std::optional<ReadNote> DecodeRead(absl::string_view text);

}  // namespace landfall::rates
