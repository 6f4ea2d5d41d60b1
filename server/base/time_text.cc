#include "server/base/time_text.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace landfall::base {
namespace {

bool InRange(absl::Time time) {
  static const absl::Time kFirst =
      absl::FromCivil(absl::CivilSecond(1900, 1, 1), absl::UTCTimeZone());
  static const absl::Time kEnd =
      absl::FromCivil(absl::CivilSecond(10000, 1, 1), absl::UTCTimeZone());
  return time >= kFirst && time < kEnd;
}

}  // namespace

std::optional<absl::Time> ParseTime(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  if (text.size() < 10 || text.size() > 40) return std::nullopt;
  // Order matters only for speed: the first is by far the most common.
  static const absl::string_view kFormats[] = {
      absl::RFC3339_full,
      "%Y-%m-%d %H:%M:%E*S",
      "%Y-%m-%d",
      "%Y-%m-%dT%H:%M:%E*S",
      "%a, %d %b %Y %H:%M:%S %z",
      "%d %b %Y %H:%M:%S %z",
      "%a, %d %b %Y %H:%M:%S GMT",
  };
  for (absl::string_view format : kFormats) {
    absl::Time time;
    std::string error;
    if (absl::ParseTime(format, text, &time, &error)) {
      if (InRange(time)) return time;
      return std::nullopt;
    }
  }
  return std::nullopt;
}

std::string FormatTime(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d%ET%H:%M:%E*SZ", time, absl::UTCTimeZone());
}

std::optional<absl::Duration> ParseDuration(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  absl::Duration total;
  if (text.empty()) return std::nullopt;
  while (!text.empty()) {
    size_t digits = 0;
    while (digits < text.size() && absl::ascii_isdigit(text[digits])) ++digits;
    int64_t amount = 0;
    if (digits == 0 || digits > 9 || digits == text.size() ||
        !absl::SimpleAtoi(text.substr(0, digits), &amount)) {
      return std::nullopt;
    }
    switch (text[digits]) {
      case 'd':
        total += absl::Hours(24) * amount;
        break;
      case 'h':
        total += absl::Hours(amount);
        break;
      case 'm':
        total += absl::Minutes(amount);
        break;
      case 's':
        total += absl::Seconds(amount);
        break;
      default:
        return std::nullopt;
    }
    text.remove_prefix(digits + 1);
  }
  return total;
}

}  // namespace landfall::base
