// Turns a tax ID field and the country of its record into the one key that it
// spells, or the reason why it is none. Entry point: NormalizeTaxId().
#include <utility>

#include "server/normalize/internal/country_code.h"
#include "server/normalize/internal/key_factory.h"
#include "server/normalize/normalize.h"
#include "server/normalize/tax/checks.h"
#include "server/normalize/tax/clean.h"
#include "server/normalize/tax/readings.h"
#include "server/normalize/tax/shape.h"

namespace landfall::normalize {
namespace {

// No number with its label is longer; a field that is holds something else.
constexpr size_t kLongestField = 256;

bool IsBareCountryCode(absl::string_view compact, absl::string_view country) {
  if (compact == "CHE") return true;
  return compact.size() == 2 &&
         (compact == country || !tax::IssuersOf(compact).empty());
}

// 911-14-4442: a person's social security number has the length of an EIN and
// is only known by its groups.
bool IsSpelledAsSsn(const tax::CleanText& text) {
  const absl::string_view compact = text.compact;
  if (compact.size() < 9) return false;
  const size_t begin = compact.size() - 9;
  if (!tax::AllDigits(compact.substr(begin))) return false;
  for (size_t i = 1; i < 9; ++i) {
    if (text.BreakBefore(begin + i) != (i == 3 || i == 5)) return false;
  }
  return true;
}

// 12/345/67890: German tax offices number their files with slashes.
bool IsSpelledAsSteuernummer(const tax::CleanText& text) {
  const bool two_slashes =
      text.slashes != 0 && (text.slashes & (text.slashes - 1)) != 0;
  return two_slashes && tax::AllDigits(text.compact) &&
         (text.compact.size() == 10 || text.compact.size() == 11);
}

bool IsOtherIdKind(const tax::CleanText& text, absl::string_view country) {
  if (tax::HasOtherKindLabel(text)) return true;
  if (country == "US") return IsSpelledAsSsn(text);
  return country == "DE" && IsSpelledAsSteuernummer(text);
}

// "VAT: N/A" is a word too.
bool IsPlaceholder(const tax::CleanText& text, absl::string_view country) {
  const absl::string_view compact = text.compact;
  size_t begin = 0;
  while (true) {
    const absl::string_view rest = compact.substr(begin);
    if (tax::IsPlaceholderWord(rest) || IsBareCountryCode(rest, country)) {
      return true;
    }
    const size_t label = tax::LabelLength(text, begin);
    if (label == 0) return false;
    begin += label;
  }
}

bool IsBlankField(absl::string_view raw) {
  for (char c : raw) {
    if (static_cast<unsigned char>(c) > 0x20) return false;
  }
  return true;
}

KeyProblem ProblemBeforeReading(const tax::CleanText& text,
                                absl::string_view country) {
  if (!text.decodable) return KeyProblem::kBadCharset;
  if (IsPlaceholder(text, country)) return KeyProblem::kPlaceholderWord;
  if (IsOtherIdKind(text, country)) return KeyProblem::kOtherIdKind;
  return KeyProblem::kNone;
}

KeyProblem ProblemWithoutReading(const tax::CleanText& text) {
  return tax::ShapeOf({}, text.compact) == tax::DigitShape::kPlaceholder
             ? KeyProblem::kPlaceholderShape
             : KeyProblem::kCountryUnknown;
}

}  // namespace

KeyOutcome NormalizeTaxId(absl::string_view raw, absl::string_view country) {
  constexpr auto kKind = model::KeyKind::kTaxId;
  if (IsBlankField(raw)) return NoKey(kKind, KeyProblem::kEmpty, raw);
  if (raw.size() > kLongestField) {
    return NoKey(kKind, KeyProblem::kBadLength, raw);
  }
  const std::string code = RecordCountryCode(country);
  const tax::CleanText text = tax::Clean(raw);
  if (const auto problem = ProblemBeforeReading(text, code);
      problem != KeyProblem::kNone) {
    return NoKey(kKind, problem, raw);
  }
  const tax::Readings readings = tax::ReadAll(text, code);
  if (readings.empty()) return NoKey(kKind, ProblemWithoutReading(text), raw);
  const tax::Conclusion conclusion = tax::Conclude(readings);
  if (conclusion.problem != KeyProblem::kNone) {
    return NoKey(kKind, conclusion.problem, raw);
  }
  return WithKey(conclusion.reading->Key(), raw);
}

}  // namespace landfall::normalize
