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

// What steers a terminal or turns the direction of what follows. A page shows
// these as text; a terminal obeys.
constexpr Range kUnsafe[] = {
    {0x00, 0x1F},      // C0, with ESC
    {0x7F, 0x9F},      // DEL and C1, with the one-byte CSI
    {0x061C, 0x061C},  // Arabic letter mark
    {0x200E, 0x200F},  // marks of direction
    {0x2028, 0x202E},  // separators of lines, embeddings and overrides
    {0x2066, 0x206F},  // isolates and deprecated controls
    {0xFFF9, 0xFFFB},  // annotations
};

// Stands before what a spreadsheet takes for the beginning of a formula, and a
// person does not see.
constexpr Range kUnseen[] = {
    {0x00, 0x20},     {0x7F, 0xA0},     {0xAD, 0xAD},     {0x061C, 0x061C},
    {0x1680, 0x1680}, {0x2000, 0x200F}, {0x2028, 0x202F}, {0x205F, 0x206F},
    {0x3000, 0x3000}, {0xFEFF, 0xFEFF},
};

constexpr uint32_t kNoCodePoint = 0xFFFFFFFF;

// Reads the code point at `i` and moves behind it; kNoCodePoint, and one byte
// on, where none begins.
uint32_t NextCodePoint(absl::string_view text, size_t& i) {
  const unsigned char lead = static_cast<unsigned char>(text[i++]);
  if (lead < 0x80) return lead;
  int more = 0;
  uint32_t code = 0;
  uint32_t least = 0;
  if ((lead & 0xE0) == 0xC0) more = 1, code = lead & 0x1F, least = 0x80;
  if ((lead & 0xF0) == 0xE0) more = 2, code = lead & 0x0F, least = 0x800;
  if ((lead & 0xF8) == 0xF0) more = 3, code = lead & 0x07, least = 0x10000;
  if (more == 0) return kNoCodePoint;
  size_t end = i;
  for (; more > 0; --more, ++end) {
    // An escape sequence must not pass as the rest of a character.
    if (end >= text.size() ||
        (static_cast<unsigned char>(text[end]) & 0xC0) != 0x80) {
      return kNoCodePoint;
    }
    code = code << 6 | (static_cast<unsigned char>(text[end]) & 0x3F);
  }
  if (code < least || code > 0x10FFFF) return kNoCodePoint;
  i = end;
  return code;
}

bool IsUnsafe(uint32_t code) {
  return code == kNoCodePoint || IsIn(code, kUnsafe);
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
    if (IsUnsafe(code)) {
      printable += code == '\n' || code == '\t' ? ' ' : '?';
    } else {
      absl::StrAppend(&printable, text.substr(begin, i - begin));
    }
  }
  return printable;
}

std::string PrintableLines(absl::string_view text) {
  std::string lines;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    if (line.data() != text.data()) lines += '\n';
    lines += Printable(line);
  }
  return lines;
}

std::string PrintableJson(absl::string_view json) {
  std::string printable;
  for (size_t i = 0; i < json.size();) {
    const size_t begin = i;
    const uint32_t code = NextCodePoint(json, i);
    if (code == '\n' || !IsUnsafe(code)) {
      absl::StrAppend(&printable, json.substr(begin, i - begin));
    } else {
      absl::StrAppendFormat(&printable, "\\u%04x",
                            code == kNoCodePoint ? 0xFFFD : code);
    }
  }
  return printable;
}

bool LooksLikeFormula(absl::string_view text) {
  if (text.empty()) return false;
  // Some programs drop these and run what stands behind them.
  if (text[0] == '\t' || text[0] == '\r' || text[0] == '\n') return true;
  for (size_t i = 0; i < text.size();) {
    const uint32_t code = NextCodePoint(text, i);
    if (IsIn(code, kUnseen)) continue;
    return code == '=' || code == '+' || code == '-' || code == '@' ||
           code == 0xFF1D || code == 0xFF0B || code == 0xFF0D || code == 0xFF20;
  }
  return false;
}

std::string AmountText(double amount, absl::string_view currency) {
  return WithSeparators(absl::StrFormat("%.*f", DecimalsOf(currency), amount));
}

std::string CountText(int64_t count) {
  return WithSeparators(absl::StrCat(count));
}

}  // namespace landfall::cli
