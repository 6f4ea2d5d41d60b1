// Turns a text into yes or no for "a spreadsheet rewrote this id". Entry point:
// IsSpreadsheetDamage().
#include "server/normalize/internal/spreadsheet.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace landfall::normalize {
namespace {

size_t CountDigits(absl::string_view text) {
  size_t count = 0;
  while (count < text.size() && text[count] >= '0' && text[count] <= '9') {
    ++count;
  }
  return count;
}

// 6.94E+12; decimals with a comma occur too.
bool IsScientific(absl::string_view text) {
  if (CountDigits(text) != 1) return false;
  text.remove_prefix(1);
  if (!text.empty() && (text[0] == '.' || text[0] == ',')) {
    text.remove_prefix(1);
    const size_t decimals = CountDigits(text);
    if (decimals == 0) return false;
    text.remove_prefix(decimals);
  }
  if (text.size() < 3 || (text[0] != 'E' && text[0] != 'e')) return false;
  if (text[1] != '+') return false;
  text.remove_prefix(2);
  return CountDigits(text) == text.size();
}

// 6940095564.0
bool IsDecimalInteger(absl::string_view text) {
  const size_t digits = CountDigits(text);
  if (digits == 0 || digits + 1 >= text.size() || text[digits] != '.') {
    return false;
  }
  return text.substr(digits + 1).find_first_not_of('0') ==
         absl::string_view::npos;
}

bool IsMonth(absl::string_view text) {
  for (absl::string_view month : {"jan", "feb", "mar", "apr", "may", "jun",
                                  "jul", "aug", "sep", "oct", "nov", "dec"}) {
    if (absl::EqualsIgnoreCase(text, month)) return true;
  }
  return false;
}

bool IsShortNumber(absl::string_view text) {
  return (text.size() == 1 || text.size() == 2) &&
         CountDigits(text) == text.size();
}

// 1-Mar and Mar-01
bool IsDayOrMonth(absl::string_view text) {
  const size_t hyphen = text.find('-');
  if (hyphen == absl::string_view::npos) return false;
  const absl::string_view head = text.substr(0, hyphen);
  const absl::string_view tail = text.substr(hyphen + 1);
  return (IsShortNumber(head) && IsMonth(tail)) ||
         (IsMonth(head) && IsShortNumber(tail));
}

}  // namespace

bool IsSpreadsheetDamage(absl::string_view text) {
  return IsScientific(text) || IsDecimalInteger(text) || IsDayOrMonth(text);
}

}  // namespace landfall::normalize
