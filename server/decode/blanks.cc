// Finds the invisible ends of a text. Entry point: StripBlanks.
#include "server/decode/blanks.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "absl/strings/ascii.h"

namespace landfall::decode {
namespace {

struct Range {
  uint32_t first;
  uint32_t last;
};

// White space and format characters beyond ASCII that have no width or no ink.
constexpr Range kInvisible[] = {
    {0x0085, 0x0085}, {0x00A0, 0x00A0}, {0x00AD, 0x00AD}, {0x1680, 0x1680},
    {0x180E, 0x180E}, {0x2000, 0x200F}, {0x2028, 0x202F}, {0x205F, 0x2064},
    {0x2066, 0x2069}, {0x3000, 0x3000}, {0xFEFF, 0xFEFF}};

// All of them have two or three bytes. The length of the one that `text` begins
// with, or 0.
size_t InvisibleAt(absl::string_view text) {
  if (text.empty()) return 0;
  const auto byte = [&text](size_t i) {
    return static_cast<uint32_t>(static_cast<unsigned char>(text[i]));
  };
  if (byte(0) < 0x80) return absl::ascii_isspace(text[0]) ? 1 : 0;
  const size_t length = byte(0) >= 0xE0 ? 3 : 2;
  if (text.size() < length) return 0;
  const uint32_t code =
      length == 2
          ? (byte(0) & 0x1F) << 6 | (byte(1) & 0x3F)
          : (byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
  const bool invisible = std::any_of(
      std::begin(kInvisible), std::end(kInvisible), [code](const Range& range) {
        return code >= range.first && code <= range.last;
      });
  return invisible && byte(0) >= 0xC2 && byte(0) < 0xF0 ? length : 0;
}

// The length of the one that `text` ends with, or 0.
size_t InvisibleBefore(absl::string_view text) {
  for (const size_t length : {size_t{1}, size_t{2}, size_t{3}}) {
    if (length > text.size()) break;
    if (InvisibleAt(text.substr(text.size() - length)) == length) {
      return length;
    }
  }
  return 0;
}

}  // namespace

absl::string_view StripBlanks(absl::string_view text) {
  while (const size_t length = InvisibleAt(text)) text.remove_prefix(length);
  while (const size_t length = InvisibleBefore(text)) {
    text.remove_suffix(length);
  }
  return text;
}

}  // namespace landfall::decode
