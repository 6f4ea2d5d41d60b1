#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace landfall::cli {

// Text for people. All pure.

// Columns that `text` (UTF-8) takes on a terminal: two for East Asian wide
// characters and emoji, none for combining marks.
int DisplayWidth(absl::string_view text);

// `text` on one line and without what a terminal obeys: control characters (C0,
// C1, DEL), marks and overrides of direction, separators of lines, bytes that
// are no UTF-8. Names come from customers.
std::string Printable(absl::string_view text);
// The same for text of several lines, which keeps its line feeds.
std::string PrintableLines(absl::string_view text);
// The same for JSON, which stays the same JSON: \u009b and the like.
std::string PrintableJson(absl::string_view json);

// Whether a spreadsheet may run `text` as a formula: it begins with = + - or @,
// also in their wide forms and behind what is not seen, or with a tab or line
// end. The rule of the page's csv.js.
bool LooksLikeFormula(absl::string_view text);

// 18400.5 in USD as "18,400.50", in JPY as "18,401": as many decimals as the
// currency has.
std::string AmountText(double amount, absl::string_view currency);

// 12345 as "12,345".
std::string CountText(int64_t count);

}  // namespace landfall::cli
