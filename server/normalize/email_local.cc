// Turns the local part of an address into its folded form. Entry point:
// NormalizeLocalPart().
#include <unicode/uchar.h>

#include "absl/strings/ascii.h"
#include "server/normalize/internal/email_address.h"
#include "server/normalize/internal/email_pairs.h"
#include "server/normalize/internal/unicode_text.h"

namespace landfall::normalize {
namespace {

constexpr size_t kLongestLocal = 64;

bool IsAtomCharacter(char32_t c) {
  if (c >= 0x80) {
    const auto category = u_charType(static_cast<UChar32>(c));
    return category != U_CONTROL_CHAR && category != U_FORMAT_CHAR &&
           category != U_UNASSIGNED && category != U_SURROGATE && c != 0xFFFD;
  }
  constexpr absl::string_view kMarks = "!#$%&'*+-/=?^_`{|}~.";
  const auto byte = static_cast<unsigned char>(c);
  return absl::ascii_isalnum(byte) ||
         kMarks.find(static_cast<char>(c)) != absl::string_view::npos;
}

bool BreaksDotRule(absl::string_view local) {
  return local.front() == '.' || local.back() == '.' ||
         local.find("..") != absl::string_view::npos;
}

KeyProblem CheckCharacter(char32_t c) {
  if (IsBlank(c)) return KeyProblem::kSpaceInLocal;
  // Legal since RFC 6531, and in the field the rest of a wrapping.
  const bool rest = c >= 0x80 && IsForeignWrapping(c);
  return IsAtomCharacter(c) && !rest ? KeyProblem::kNone
                                     : KeyProblem::kBadCharLocal;
}

KeyProblem FoldAsciiLocal(absl::string_view raw, std::string& local) {
  for (char c : raw) {
    const auto problem = CheckCharacter(static_cast<unsigned char>(c));
    if (problem != KeyProblem::kNone) return problem;
  }
  local = absl::AsciiStrToLower(raw);
  return KeyProblem::kNone;
}

// Simple and locale-free: full folding would make one person of strauß and
// strauss, and a Turkish locale of ı and i.
KeyProblem FoldUnicodeLocal(absl::string_view raw, std::string& local) {
  const auto decoded = DecodeUtf8(raw);
  if (!decoded.has_value()) return KeyProblem::kBadEncoding;
  std::u32string folded;
  for (char32_t c : *decoded) {
    const auto problem = CheckCharacter(c);
    if (problem != KeyProblem::kNone) return problem;
    folded.push_back(static_cast<char32_t>(
        u_foldCase(static_cast<UChar32>(c), U_FOLD_CASE_DEFAULT)));
  }
  local = EncodeUtf8(Nfc(folded));
  return KeyProblem::kNone;
}

}  // namespace

KeyProblem NormalizeLocalPart(absl::string_view raw, std::string& local) {
  if (raw.empty()) return KeyProblem::kEmptyLocal;
  const KeyProblem problem =
      IsAscii(raw) ? FoldAsciiLocal(raw, local) : FoldUnicodeLocal(raw, local);
  if (problem != KeyProblem::kNone) return problem;
  if (BreaksDotRule(local)) return KeyProblem::kDotRule;
  return local.size() > kLongestLocal ? KeyProblem::kLocalTooLong
                                      : KeyProblem::kNone;
}

}  // namespace landfall::normalize
