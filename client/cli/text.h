#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace landfall::cli {

// Text for people. All pure.

// Columns that `text` (UTF-8) takes on a terminal: two for East Asian wide
// characters and emoji, none for combining marks.
int DisplayWidth(absl::string_view text);

// `text` without control characters: names come from customers, and a terminal
// obeys escape sequences.
std::string Printable(absl::string_view text);

// 18400.5 in USD as "18,400.50", in JPY as "18,401": as many decimals as the
// currency has.
std::string AmountText(double amount, absl::string_view currency);

// 12345 as "12,345".
std::string CountText(int64_t count);

}  // namespace landfall::cli
