// Turns bytes into code points and code points into the folded forms that the
// normalisers compare. No single entry point: the primitives of the module.
#include "server/normalize/internal/unicode_text.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>

namespace landfall::normalize {
namespace {

icu::UnicodeString ToIcu(const std::u32string& text) {
  icu::UnicodeString out;
  for (char32_t c : text) out.append(static_cast<UChar32>(c));
  return out;
}

std::u32string FromIcu(const icu::UnicodeString& text) {
  std::u32string out;
  out.reserve(static_cast<size_t>(text.length()));
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    out.push_back(static_cast<char32_t>(text.char32At(i)));
  }
  return out;
}

// Letters that carry their stroke or ligature without a decomposition.
struct BaseLetters {
  char32_t letter;
  const char32_t* base;
};
constexpr BaseLetters kBaseLetters[] = {
    {U'æ', U"ae"}, {U'ð', U"d"},  {U'ø', U"o"}, {U'þ', U"th"},
    {U'đ', U"d"},  {U'ħ', U"h"},  {U'ı', U"i"}, {U'ł', U"l"},
    {U'ŋ', U"n"},  {U'œ', U"oe"}, {U'ŧ', U"t"},
};

void AppendBase(char32_t c, std::u32string& out) {
  for (const BaseLetters& row : kBaseLetters) {
    if (row.letter == c) {
      out += row.base;
      return;
    }
  }
  out.push_back(c);
}

bool IsMark(char32_t c) {
  const auto category = u_charType(static_cast<UChar32>(c));
  return category == U_NON_SPACING_MARK || category == U_ENCLOSING_MARK;
}

std::u32string FoldAscii(absl::string_view text) {
  std::u32string out;
  out.reserve(text.size());
  for (char c : text) {
    const bool upper = c >= 'A' && c <= 'Z';
    out.push_back(static_cast<char32_t>(upper ? c + 32 : c));
  }
  return out;
}

}  // namespace

bool IsAscii(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x80;
  });
}

std::optional<std::u32string> DecodeUtf8(absl::string_view text) {
  std::u32string out;
  out.reserve(text.size());
  const auto size = static_cast<int64_t>(text.size());
  int64_t i = 0;
  while (i < size) {
    UChar32 c = 0;
    U8_NEXT(text.data(), i, size, c);
    if (c < 0) return std::nullopt;
    out.push_back(static_cast<char32_t>(c));
  }
  return out;
}

void AppendUtf8(char32_t c, std::string& out) {
  char buffer[4];
  int32_t length = 0;
  U8_APPEND_UNSAFE(buffer, length, static_cast<UChar32>(c));
  out.append(buffer, static_cast<size_t>(length));
}

std::string EncodeUtf8(const std::u32string& text) {
  std::string out;
  out.reserve(text.size());
  for (char32_t c : text) AppendUtf8(c, out);
  return out;
}

std::u32string Nfc(const std::u32string& text) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(error);
  if (U_FAILURE(error)) return text;
  const icu::UnicodeString normal = nfc->normalize(ToIcu(text), error);
  return U_FAILURE(error) ? text : FromIcu(normal);
}

bool IsBlank(char32_t c) {
  if (c <= 0x20) return true;
  if (c < 0x7F) return false;
  return u_isUWhiteSpace(static_cast<UChar32>(c)) != 0;
}

bool IsInvisible(char32_t c) {
  if (c < 0xAD || IsVariationSelector(c)) return false;
  // Interlinear annotations and the sign for an embedded object, too.
  if (c >= 0xFFF9 && c <= 0xFFFC) return true;
  return u_hasBinaryProperty(static_cast<UChar32>(c),
                             UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0;
}

bool IsVariationSelector(char32_t c) {
  return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
}

char32_t HalfWidth(char32_t c) {
  return c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c;
}

std::u32string TrimBlank(const std::u32string& text) {
  const auto outer = [](char32_t c) { return IsBlank(c) || IsInvisible(c); };
  size_t begin = 0;
  size_t end = text.size();
  while (begin < end && outer(text[begin])) ++begin;
  while (end > begin && outer(text[end - 1])) --end;
  return text.substr(begin, end - begin);
}

absl::string_view TrimBlank(absl::string_view text) {
  const auto outer = [](UChar32 c) {
    return c >= 0 && (IsBlank(static_cast<char32_t>(c)) ||
                      IsInvisible(static_cast<char32_t>(c)));
  };
  while (!text.empty()) {
    int64_t next = 0;
    UChar32 c = 0;
    U8_NEXT(text.data(), next, static_cast<int64_t>(text.size()), c);
    if (!outer(c)) break;
    text.remove_prefix(static_cast<size_t>(next));
  }
  while (!text.empty()) {
    // No character has more than four bytes.
    const absl::string_view tail =
        text.substr(text.size() - std::min<size_t>(text.size(), 4));
    auto last = static_cast<int32_t>(tail.size());
    UChar32 c = 0;
    U8_PREV(tail.data(), 0, last, c);
    if (!outer(c)) break;
    text.remove_suffix(tail.size() - static_cast<size_t>(last));
  }
  return text;
}

std::u32string FoldForLookup(absl::string_view text) {
  if (IsAscii(text)) return FoldAscii(text);
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* fold =
      icu::Normalizer2::getNFKCCasefoldInstance(error);
  const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(error);
  if (U_FAILURE(error)) return FoldAscii(text);
  const auto bytes =
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size()));
  const icu::UnicodeString folded = nfd->normalize(
      fold->normalize(icu::UnicodeString::fromUTF8(bytes), error), error);
  std::u32string out;
  for (char32_t c : FromIcu(folded)) {
    if (!IsMark(c)) AppendBase(c, out);
  }
  return out;
}

}  // namespace landfall::normalize
