// Turns the domain of an address into A-labels. Entry point:
// NormalizeEmailDomain().
#include "server/normalize/internal/email_domain.h"

#include <unicode/idna.h>

#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "server/normalize/internal/email_pairs.h"
#include "server/normalize/internal/unicode_text.h"

namespace landfall::normalize {
namespace {

// The flags are spelled out because ICU's default is transitional, which would
// make one key of straße.de and strasse.de.
const icu::IDNA* Idna() {
  static const icu::IDNA* const kIdna = [] {
    UErrorCode error = U_ZERO_ERROR;
    const icu::IDNA* idna = icu::IDNA::createUTS46Instance(
        UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ |
            UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE |
            UIDNA_USE_STD3_RULES,
        error);
    return U_FAILURE(error) ? nullptr : idna;
  }();
  return kIdna;
}

bool IsHostLetter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-';
}

// What UTS 46 asks of a plain label; those with "--" in the third place may be
// A-labels and go to ICU.
bool IsPlainLabel(absl::string_view label) {
  if (label.empty() || label.size() > 63) return false;
  if (label.front() == '-' || label.back() == '-') return false;
  for (char c : label) {
    if (!IsHostLetter(c)) return false;
  }
  return true;
}

// UTS 46 has nothing against quotes and brackets beyond ASCII; RFC 5892 has.
bool HasForeignWrapping(absl::string_view raw) {
  for (char32_t c : DecodeUtf8(raw).value_or(U"")) {
    if (c == U'’' || IsForeignWrapping(c)) return true;
  }
  return false;
}

KeyProblem ToALabels(absl::string_view raw, std::string& domain) {
  if (Idna() == nullptr || HasForeignWrapping(raw)) {
    return KeyProblem::kBadDomain;
  }
  UErrorCode error = U_ZERO_ERROR;
  icu::IDNAInfo info;
  std::string out;
  icu::StringByteSink<std::string> sink(&out);
  Idna()->nameToASCII_UTF8(
      icu::StringPiece(raw.data(), static_cast<int32_t>(raw.size())), sink,
      info, error);
  if (U_FAILURE(error) || info.hasErrors()) return KeyProblem::kBadDomain;
  domain = absl::AsciiStrToLower(out);
  return KeyProblem::kNone;
}

KeyProblem NormalizePlainDomain(absl::string_view raw, std::string& domain) {
  for (absl::string_view label : absl::StrSplit(raw, '.')) {
    if (label.size() > 3 && label.substr(2, 2) == "--") {
      return ToALabels(raw, domain);
    }
    if (!IsPlainLabel(label)) return KeyProblem::kBadDomain;
  }
  domain = absl::AsciiStrToLower(raw);
  return KeyProblem::kNone;
}

KeyProblem CheckTopLevel(absl::string_view domain) {
  const size_t dot = domain.rfind('.');
  if (dot == absl::string_view::npos) return KeyProblem::kNoTld;
  const absl::string_view top = domain.substr(dot + 1);
  for (char c : top) {
    if (c < '0' || c > '9') return KeyProblem::kNone;
  }
  return KeyProblem::kNumericTld;
}

}  // namespace

KeyProblem NormalizeEmailDomain(absl::string_view raw, std::string& domain) {
  if (absl::StartsWith(raw, "[")) return KeyProblem::kIpLiteral;
  if (absl::EndsWith(raw, ".")) raw.remove_suffix(1);
  if (raw.empty()) return KeyProblem::kEmptyDomain;
  const KeyProblem problem =
      IsAscii(raw) ? NormalizePlainDomain(raw, domain) : ToALabels(raw, domain);
  return problem == KeyProblem::kNone ? CheckTopLevel(domain) : problem;
}

std::string UnicodeDomain(absl::string_view domain) {
  if (Idna() == nullptr || !absl::StrContains(domain, "xn--")) {
    return std::string(domain);
  }
  UErrorCode error = U_ZERO_ERROR;
  icu::IDNAInfo info;
  std::string out;
  icu::StringByteSink<std::string> sink(&out);
  Idna()->nameToUnicodeUTF8(
      icu::StringPiece(domain.data(), static_cast<int32_t>(domain.size())),
      sink, info, error);
  return U_FAILURE(error) ? std::string(domain) : out;
}

}  // namespace landfall::normalize
