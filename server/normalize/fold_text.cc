// Free text in the form in which two systems' copies of it are one. Entry
// point: FoldText.
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include "absl/strings/ascii.h"
#include "server/normalize/internal/unicode_text.h"
#include "server/normalize/normalize.h"

namespace landfall::normalize {
namespace {

// Marks stay: "Muller" for "Müller" is a copy that lost something.
std::string CaseFolded(absl::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* const fold =
      icu::Normalizer2::getNFKCCasefoldInstance(error);
  if (U_FAILURE(error)) return absl::AsciiStrToLower(text);
  const icu::UnicodeString folded =
      fold->normalize(icu::UnicodeString::fromUTF8(icu::StringPiece(
                          text.data(), static_cast<int32_t>(text.size()))),
                      error);
  std::string out;
  folded.toUTF8String(out);
  return U_FAILURE(error) ? absl::AsciiStrToLower(text) : out;
}

}  // namespace

std::string FoldText(absl::string_view text) {
  std::string out;
  if (IsAscii(text)) {
    out = absl::AsciiStrToLower(text);
    absl::RemoveExtraAsciiWhitespace(&out);
    return out;
  }
  const auto folded = DecodeUtf8(CaseFolded(text));
  if (!folded.has_value()) return std::string(text);
  bool blank = false;
  for (const char32_t c : *folded) {
    if (IsInvisible(c)) continue;
    if (IsBlank(c)) {
      blank = !out.empty();
      continue;
    }
    if (blank) out.push_back(' ');
    blank = false;
    AppendUtf8(c, out);
  }
  return out;
}

}  // namespace landfall::normalize
