#include "server/http_client/retry_after.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"

namespace landfall::http_client {
namespace {

constexpr absl::Duration kLongest = absl::Hours(24 * 365);

}  // namespace

std::optional<absl::Time> HttpDate(absl::string_view text) {
  absl::Time date;
  if (!absl::ParseTime("%a, %d %b %Y %H:%M:%S GMT", text, &date, nullptr)) {
    return std::nullopt;
  }
  return date;
}

absl::Time SentAt(const Response& response, absl::Time now) {
  const std::string* const text = response.Find("date");
  if (text == nullptr) return now;
  return HttpDate(*text).value_or(now);
}

std::optional<absl::Time> RetryAfter(const Response& response, absl::Time now) {
  const std::string* const text = response.Find("retry-after");
  if (text == nullptr) return std::nullopt;
  std::optional<absl::Time> when;
  uint64_t seconds = 0;
  const bool digits =
      !text->empty() && std::all_of(text->begin(), text->end(), [](char c) {
        return absl::ascii_isdigit(static_cast<unsigned char>(c));
      });
  if (digits) {
    // What does not fit is as much as fits.
    static_cast<void>(absl::SimpleAtoi(*text, &seconds));
    when = now + absl::Seconds(std::min<uint64_t>(
                     seconds, absl::ToInt64Seconds(kLongest)));
  } else if (const std::optional<absl::Time> date = HttpDate(*text)) {
    when = now + (*date - SentAt(response, now));
  }
  if (!when) return std::nullopt;
  return std::min(*when, now + kLongest);
}

}  // namespace landfall::http_client
