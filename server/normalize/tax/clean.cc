// Turns the bytes of a tax ID field into the bare characters of the number.
// Entry point: Clean().
#include "server/normalize/tax/clean.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "server/normalize/internal/unicode_text.h"

namespace landfall::normalize::tax {
namespace {

constexpr char kOtherLetter = '\x01';
constexpr char kEnye = '\xD1';

// Takes characters one by one and keeps the places of the separators.
class Writer {
 public:
  explicit Writer(size_t size) { text_.compact.reserve(size); }

  void Letter(char c) {
    const size_t at = text_.compact.size();
    if (at < 64) {
      if (break_) text_.breaks |= uint64_t{1} << at;
      if (slash_) text_.slashes |= uint64_t{1} << at;
    }
    break_ = slash_ = false;
    text_.compact.push_back(c);
  }
  void Separator(char32_t c) {
    break_ = true;
    if (c == '/') slash_ = true;
  }
  void Ascii(char c);
  CleanText Take() { return std::move(text_); }

 private:
  CleanText text_;
  bool break_ = false;
  bool slash_ = false;
};

void Writer::Ascii(char c) {
  if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')) {
    Letter(c);
    return;
  }
  if (c >= 'a' && c <= 'z') {
    Letter(static_cast<char>(c - 'a' + 'A'));
    return;
  }
  constexpr absl::string_view kSeparators = "-.,/:_()'\"#";
  const bool separates =
      c <= ' ' || c == '\x7F' || kSeparators.find(c) != absl::string_view::npos;
  if (separates) {
    Separator(static_cast<char32_t>(static_cast<unsigned char>(c)));
  } else {
    Letter(c);
  }
}

struct Lookalike {
  char32_t letter;
  char latin;
};

// Cyrillic and Greek capitals that people type for the Latin ones; Λ is here
// because Greeks write their own prefix ΕΛ.
constexpr Lookalike kLookalikes[] = {
    {U'А', 'A'}, {U'В', 'B'}, {U'Е', 'E'}, {U'І', 'I'}, {U'Ј', 'J'},
    {U'К', 'K'}, {U'М', 'M'}, {U'Н', 'H'}, {U'О', 'O'}, {U'Р', 'P'},
    {U'С', 'C'}, {U'Т', 'T'}, {U'У', 'Y'}, {U'Х', 'X'}, {U'Ѕ', 'S'},
    {U'Α', 'A'}, {U'Β', 'B'}, {U'Ε', 'E'}, {U'Ζ', 'Z'}, {U'Η', 'H'},
    {U'Ι', 'I'}, {U'Κ', 'K'}, {U'Λ', 'L'}, {U'Μ', 'M'}, {U'Ν', 'N'},
    {U'Ο', 'O'}, {U'Ρ', 'P'}, {U'Τ', 'T'}, {U'Υ', 'Y'}, {U'Χ', 'X'},
};

// The base of an accented Latin letter, or kOtherLetter.
char LatinBase(UChar32 c) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(error);
  icu::UnicodeString parts;
  if (U_FAILURE(error) || !nfd->getDecomposition(c, parts)) return kOtherLetter;
  const UChar32 base = parts.char32At(0);
  return base >= 'A' && base <= 'Z' ? static_cast<char>(base) : kOtherLetter;
}

char LatinLetter(char32_t c) {
  const UChar32 upper = u_toupper(static_cast<UChar32>(c));
  if (upper == 0xD1) return kEnye;
  for (const Lookalike& row : kLookalikes) {
    if (static_cast<UChar32>(row.letter) == upper) return row.latin;
  }
  return LatinBase(upper);
}

// The ordinal signs are letters to Unicode, but "Nº" only precedes a number.
bool IsSeparator(char32_t c) {
  constexpr uint32_t kMask = U_GC_P_MASK | U_GC_S_MASK | U_GC_Z_MASK;
  return IsBlank(c) || c == U'º' || c == U'ª' ||
         (U_GET_GC_MASK(static_cast<UChar32>(c)) & kMask) != 0;
}

void WriteCharacter(char32_t raw, Writer& writer) {
  const char32_t c = HalfWidth(raw);
  const auto code = static_cast<UChar32>(c);
  if (c < 0x80) {
    writer.Ascii(static_cast<char>(c));
  } else if (u_charType(code) == U_DECIMAL_DIGIT_NUMBER) {
    writer.Letter(static_cast<char>('0' + u_charDigitValue(code)));
  } else if (IsSeparator(c)) {
    writer.Separator(c);
  } else if (!IsInvisible(c) && u_charType(code) != U_NON_SPACING_MARK) {
    writer.Letter(LatinLetter(c));
  }
}

}  // namespace

CleanText Clean(absl::string_view raw) {
  Writer writer(raw.size());
  if (IsAscii(raw)) {
    for (char c : raw) writer.Ascii(c);
    return writer.Take();
  }
  const auto decoded = DecodeUtf8(raw);
  if (!decoded.has_value()) {
    CleanText broken;
    broken.decodable = false;
    return broken;
  }
  for (char32_t c : Nfc(*decoded)) WriteCharacter(c, writer);
  return writer.Take();
}

}  // namespace landfall::normalize::tax
