#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace landfall::base {

// Reads a point in time as the six systems write it:
//   2026-06-09T08:15:30Z, with fraction and numeric offset (RFC 3339)
//   2026-06-09 08:15:30            (Adobe Commerce: UTC without a zone)
//   Wed, 10 Jan 2018 21:05:30 +0000  (BigCommerce V2, RFC 2822)
//   2026-06-09                     (the start of that day in UTC)
// nullopt for anything else, an impossible date, or a year outside 1900–9999.
std::optional<absl::Time> ParseTime(absl::string_view text);

// RFC 3339 in UTC with as many decimals as needed: "2026-06-09T08:15:30Z".
// REQUIRES: a year in 1 to 9999.
std::string FormatTime(absl::Time time);

// The same at the end of `text`.
void AppendTime(absl::Time time, std::string* text);

// Reads "15m", "1h", "7d", "90s", "1h30m". nullopt for anything else, and for
// negative values.
std::optional<absl::Duration> ParseDuration(absl::string_view text);

}  // namespace landfall::base
