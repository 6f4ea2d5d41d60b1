#include "client/cli/text.h"

#include <cstdint>
#include <cstdlib>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"

namespace landfall::cli {
namespace {

struct Range {
  uint32_t first;
  uint32_t last;
};

constexpr Range kWide[] = {
    {0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0xA4CF},
    {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},
    {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},   {0x1F300, 0x1F64F},
    {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD},
};

constexpr Range kZero[] = {
    {0x0300, 0x036F},
    {0x200B, 0x200F},
    {0x20D0, 0x20FF},
    {0xFE00, 0xFE0F},
};

template <size_t size>
bool IsIn(uint32_t code, const Range (&ranges)[size]) {
  for (const Range& range : ranges) {
    if (code >= range.first && code <= range.last) return true;
  }
  return false;
}

// Reads the code point at `i` and moves behind it; a byte that begins none is
// taken as it is.
uint32_t NextCodePoint(absl::string_view text, size_t& i) {
  const unsigned char lead = static_cast<unsigned char>(text[i++]);
  int more = 0;
  uint32_t code = lead;
  if ((lead & 0xE0) == 0xC0) more = 1, code = lead & 0x1F;
  if ((lead & 0xF0) == 0xE0) more = 2, code = lead & 0x0F;
  if ((lead & 0xF8) == 0xF0) more = 3, code = lead & 0x07;
  for (; more > 0 && i < text.size(); --more, ++i) {
    code = code << 6 | (static_cast<unsigned char>(text[i]) & 0x3F);
  }
  return code;
}

// ISO 4217 currencies whose minor unit is not a hundredth.
constexpr absl::string_view kNoDecimals =
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
constexpr absl::string_view kThreeDecimals = "BHD IQD JOD KWD LYD OMR TND";

bool IsListed(absl::string_view list, absl::string_view currency) {
  for (absl::string_view code : absl::StrSplit(list, ' ')) {
    if (code == currency) return true;
  }
  return false;
}

int DecimalsOf(absl::string_view currency) {
  if (IsListed(kNoDecimals, currency)) return 0;
  return IsListed(kThreeDecimals, currency) ? 3 : 2;
}

// Puts a comma before every third of the digits before the point.
std::string WithSeparators(std::string number) {
  const size_t begin = number[0] == '-' ? 1 : 0;
  size_t end = number.find('.');
  if (end == std::string::npos) end = number.size();
  while (end > begin + 3) {
    end -= 3;
    number.insert(end, ",");
  }
  return number;
}

}  // namespace

int DisplayWidth(absl::string_view text) {
  int width = 0;
  for (size_t i = 0; i < text.size();) {
    const uint32_t code = NextCodePoint(text, i);
    if (IsIn(code, kZero)) continue;
    width += IsIn(code, kWide) ? 2 : 1;
  }
  return width;
}

std::string Printable(absl::string_view text) {
  std::string printable;
  for (size_t i = 0; i < text.size();) {
    const size_t begin = i;
    const uint32_t code = NextCodePoint(text, i);
    const bool control = code < 0x20 || (code >= 0x7F && code < 0xA0);
    const bool reorders = code == 0x202D || code == 0x202E;
    if (control || reorders) {
      printable += code == '\n' || code == '\t' ? ' ' : '?';
    } else {
      absl::StrAppend(&printable, text.substr(begin, i - begin));
    }
  }
  return printable;
}

std::string AmountText(double amount, absl::string_view currency) {
  return WithSeparators(absl::StrFormat("%.*f", DecimalsOf(currency), amount));
}

std::string CountText(int64_t count) {
  return WithSeparators(absl::StrCat(count));
}

}  // namespace landfall::cli
