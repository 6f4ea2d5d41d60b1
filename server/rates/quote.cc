// Quotes of currencies: what is kept of them, and as which text. Entry points:
// Merge, EncodeQuotes and DecodeQuotes.
#include "server/rates/quote.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "server/base/status_macros.h"

namespace landfall::rates {
namespace {

// A line that begins a feed, a pair, and a quote of the pair.
constexpr absl::string_view kHead = "quotes 1 ";
constexpr absl::string_view kPair = "pair ";

constexpr base::DecimalLimits kQuoteLimits{18, 16};
constexpr base::Decimal kBeyondAmounts(1'000'000'000, 0);

auto PlaceOf(const Quote& quote) {
  return std::tie(quote.from, quote.to, quote.start);
}

bool IsSamePair(const Quote& a, const Quote& b) {
  return a.from == b.from && a.to == b.to;
}

absl::Status Unreadable() {
  return absl::DataLossError(
      "what the store says of exchange rates cannot be read");
}

// Leaves out what starts before a day, but the last one of each pair.
void DropBefore(absl::CivilDay first, std::vector<Quote>* quotes) {
  std::vector<Quote> kept;
  for (size_t i = 0; i < quotes->size(); ++i) {
    Quote& quote = (*quotes)[i];
    const bool last_before = i + 1 == quotes->size() ||
                             !IsSamePair(quote, (*quotes)[i + 1]) ||
                             (*quotes)[i + 1].start > first;
    if (quote.start >= first || last_before) kept.push_back(std::move(quote));
  }
  *quotes = std::move(kept);
}

// "2026-07-09 1 1.1435" or "2026-07-09 100 85.2 2026-12-31".
absl::StatusOr<Quote> ReadLine(absl::string_view line) {
  const std::vector<absl::string_view> words = absl::StrSplit(line, ' ');
  Quote quote;
  if (words.size() < 3 || words.size() > 4 ||
      !absl::ParseCivilTime(words[0], &quote.start)) {
    return Unreadable();
  }
  const auto from = ReadAmount(words[1]);
  const auto to = ReadAmount(words[2]);
  if (!from.has_value() || !to.has_value()) return Unreadable();
  quote.from_amount = *from;
  quote.to_amount = *to;
  if (words.size() == 4 &&
      !absl::ParseCivilTime(words[3], &quote.end.emplace())) {
    return Unreadable();
  }
  return quote;
}

}  // namespace

std::optional<base::Decimal> ReadAmount(absl::string_view text) {
  const absl::StatusOr<base::Decimal> amount =
      base::Decimal::ParseRounded(text, kQuoteLimits);
  if (!amount.ok() || !(*amount > base::Decimal()) ||
      !(*amount < kBeyondAmounts)) {
    return std::nullopt;
  }
  return amount->Shortest();
}

bool IsCurrencyCode(absl::string_view text) {
  return text.size() == 3 &&
         std::all_of(text.begin(), text.end(), absl::ascii_isupper);
}

std::vector<Quote> Merge(std::vector<Quote> held, std::vector<Quote> read) {
  // What was read last comes first among equals, and stays.
  std::reverse(read.begin(), read.end());
  std::move(held.begin(), held.end(), std::back_inserter(read));
  std::stable_sort(
      read.begin(), read.end(),
      [](const Quote& a, const Quote& b) { return PlaceOf(a) < PlaceOf(b); });
  read.erase(std::unique(read.begin(), read.end(),
                         [](const Quote& a, const Quote& b) {
                           return PlaceOf(a) == PlaceOf(b);
                         }),
             read.end());
  if (read.empty()) return read;
  const absl::CivilDay newest =
      std::max_element(
          read.begin(), read.end(),
          [](const Quote& a, const Quote& b) { return a.start < b.start; })
          ->start;
  DropBefore(newest - kDaysKept, &read);
  while (read.size() > kMostQuotes) {
    std::vector<absl::CivilDay> days;
    for (const Quote& quote : read) days.push_back(quote.start);
    const auto middle = days.end() - kMostQuotes / 2;
    std::nth_element(days.begin(), middle, days.end());
    const size_t before = read.size();
    DropBefore(*middle, &read);
    // So many pairs that even their newest quotes are too many.
    if (read.size() == before) read.resize(kMostQuotes);
  }
  return read;
}

std::string EncodeQuotes(const Quotes& quotes) {
  std::string text = absl::StrCat(kHead, quotes.feed, "\n");
  const Quote* before = nullptr;
  for (const Quote& quote : quotes.list) {
    if (before == nullptr || !IsSamePair(*before, quote)) {
      absl::StrAppend(&text, kPair, quote.from, " ", quote.to, "\n");
    }
    before = &quote;
    absl::StrAppend(&text, absl::FormatCivilTime(quote.start), " ",
                    quote.from_amount.ToString(), " ",
                    quote.to_amount.ToString());
    if (quote.end.has_value()) {
      absl::StrAppend(&text, " ", absl::FormatCivilTime(*quote.end));
    }
    text.push_back('\n');
  }
  return text;
}

absl::StatusOr<Quotes> DecodeQuotes(absl::string_view text) {
  Quotes quotes;
  std::pair<std::string, std::string> pair;
  for (absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    if (absl::ConsumePrefix(&line, kHead)) {
      quotes.feed = std::string(line);
      continue;
    }
    if (absl::ConsumePrefix(&line, kPair)) {
      pair = absl::StrSplit(line, absl::MaxSplits(' ', 1));
      continue;
    }
    LF_ASSIGN_OR_RETURN(Quote quote, ReadLine(line));
    if (!IsCurrencyCode(pair.first) || !IsCurrencyCode(pair.second)) {
      return Unreadable();
    }
    quote.from = pair.first;
    quote.to = pair.second;
    quotes.list.push_back(std::move(quote));
  }
  if (quotes.feed.empty()) return Unreadable();
  return quotes;
}

std::string EncodeRead(const ReadNote& note) {
  return absl::StrCat(absl::ToUnixMicros(note.at), " ", note.feed);
}

std::optional<ReadNote> DecodeRead(absl::string_view text) {
  const std::pair<absl::string_view, absl::string_view> words =
      absl::StrSplit(text, absl::MaxSplits(' ', 1));
  int64_t micros = 0;
  if (!absl::SimpleAtoi(words.first, &micros)) return std::nullopt;
  return ReadNote{std::string(words.second), absl::FromUnixMicros(micros)};
}

}  // namespace landfall::rates
