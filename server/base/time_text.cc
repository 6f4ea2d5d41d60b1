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

// Writes `number` with leading zeros into the `width` characters at `to`.
void PutDigits(int64_t number, int width, char* to) {
  for (int i = width - 1; i >= 0; --i, number /= 10) {
    to[i] = static_cast<char>('0' + number % 10);
  }
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
  std::string text;
  AppendTime(time, &text);
  return text;
}

// By hand, because absl::FormatTime works its pattern out anew for each call,
// which costs more than all the rest of a short answer.
void AppendTime(absl::Time time, std::string* text) {
  const auto info = absl::UTCTimeZone().At(time);
  const absl::CivilSecond& at = info.cs;
  char digits[] = "0000-00-00T00:00:00.000000000";
  PutDigits(at.year(), 4, digits);
  PutDigits(at.month(), 2, digits + 5);
  PutDigits(at.day(), 2, digits + 8);
  PutDigits(at.hour(), 2, digits + 11);
  PutDigits(at.minute(), 2, digits + 14);
  PutDigits(at.second(), 2, digits + 17);
  constexpr size_t kWholeSeconds = 19;
  size_t size = kWholeSeconds;
  if (const int64_t nanos = absl::ToInt64Nanoseconds(info.subsecond);
      nanos != 0) {
    PutDigits(nanos, 9, digits + kWholeSeconds + 1);
    size = sizeof(digits) - 1;
    while (digits[size - 1] == '0') --size;
  }
  text->append(digits, size);
  text->push_back('Z');
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
