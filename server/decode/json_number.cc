// The JSON grammar of numbers. Entry point: IsJsonNumber.
#include "server/decode/json_number.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"

namespace landfall::decode {
namespace {

size_t CountDigits(absl::string_view text) {
  size_t count = 0;
  while (count < text.size() && absl::ascii_isdigit(text[count])) ++count;
  return count;
}

}  // namespace

bool IsJsonNumber(absl::string_view text) {
  if (absl::StartsWith(text, "-")) text.remove_prefix(1);
  size_t digits = CountDigits(text);
  if (digits == 0 || (digits > 1 && text[0] == '0')) return false;
  text.remove_prefix(digits);
  if (absl::StartsWith(text, ".")) {
    text.remove_prefix(1);
    digits = CountDigits(text);
    if (digits == 0) return false;
    text.remove_prefix(digits);
  }
  if (!text.empty() && (text[0] == 'e' || text[0] == 'E')) {
    text.remove_prefix(1);
    if (!absl::ConsumePrefix(&text, "+")) absl::ConsumePrefix(&text, "-");
    digits = CountDigits(text);
    if (digits == 0) return false;
    text.remove_prefix(digits);
  }
  return text.empty();
}

}  // namespace landfall::decode
