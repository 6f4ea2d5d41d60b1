// Turns a cleaned tax ID field into the numbers that it can mean. Entry point:
// ReadAll(); Conclude() picks.
#include "server/normalize/tax/readings.h"

#include "absl/strings/str_cat.h"
#include "server/normalize/internal/key_factory.h"
#include "server/normalize/tax/checks.h"
#include "server/normalize/tax/shape.h"

namespace landfall::normalize::tax {
namespace {

bool StartsWithCode(absl::string_view text) {
  return text.size() > 2 && IsLetter(text[0]) && IsLetter(text[1]);
}

// "EU" and "IM" of the one-stop shops are prefixes, not countries of records.
bool NeedsPrefix(const Issuer& issuer) {
  return issuer.scope == "IM" || issuer.scope == "EU";
}

void ReadPrefix(absl::string_view text, Readings& out) {
  size_t word = 0;
  if (const Issuer* issuer = RegisterIssuer(text, word); issuer != nullptr) {
    out.push_back(ReadAs(*issuer, text.substr(word)));
  }
  if (!StartsWithCode(text)) return;
  for (const Issuer* issuer : IssuersOf(text.substr(0, 2))) {
    out.push_back(ReadAs(*issuer, text.substr(2)));
  }
}

void ReadBare(absl::string_view text, absl::string_view country,
              Readings& out) {
  for (const Issuer* issuer : IssuersOf(country)) {
    if (!NeedsPrefix(*issuer)) out.push_back(ReadAs(*issuer, text));
  }
}

// How near a failure is to a key; the nearest is the one to report.
int Nearness(KeyProblem problem) {
  switch (problem) {
    case KeyProblem::kGenericGov:
      return 7;
    case KeyProblem::kPlaceholderShape:
      return 6;
    case KeyProblem::kOtherIdKind:
      return 5;
    case KeyProblem::kBadChecksum:
      return 4;
    case KeyProblem::kBadComponent:
      return 3;
    case KeyProblem::kBadLength:
      return 2;
    default:
      return 1;
  }
}

}  // namespace

NormalKey Reading::Key() const {
  // Ñ was one byte in the body.
  std::string text(issuer->prefix);
  for (char c : body) {
    if (c == '\xD1') {
      text += "Ñ";
    } else {
      text.push_back(c);
    }
  }
  return KeyFactory::TaxId(issuer->scope, std::move(text), issuer->weak);
}

Reading ReadAs(const Issuer& issuer, absl::string_view body) {
  Reading reading;
  reading.issuer = &issuer;
  reading.raw_body = std::string(body);
  reading.body = reading.raw_body;
  if (IsGovernmentGeneric(issuer, body)) {
    reading.problem = KeyProblem::kGenericGov;
    return reading;
  }
  reading.problem = issuer.check(reading.body);
  const DigitShape shape = ShapeOf(issuer.stem, reading.body);
  const bool well_formed = reading.problem == KeyProblem::kNone ||
                           reading.problem == KeyProblem::kBadChecksum;
  if (shape == DigitShape::kPlaceholder ||
      (shape == DigitShape::kRun && well_formed)) {
    reading.problem = KeyProblem::kPlaceholderShape;
  } else if (shape == DigitShape::kRunAndCheck &&
             reading.problem == KeyProblem::kNone) {
    reading.problem = KeyProblem::kSuspectSequence;
  }
  return reading;
}

Readings ReadAll(const CleanText& text, absl::string_view country) {
  Readings out;
  const absl::string_view compact = text.compact;
  size_t begin = 0;
  while (true) {
    const absl::string_view rest = compact.substr(begin);
    ReadPrefix(rest, out);
    ReadBare(rest, country, out);
    // At the start of a field "NO" and "ID" are countries, after a label
    // ("VAT NO") they may be part of it.
    const size_t label = LabelLength(text, begin);
    if (begin == 0 && label == 2 && !IssuersOf(rest.substr(0, 2)).empty()) {
      return out;
    }
    if (label == 0 || begin + label >= compact.size()) return out;
    begin += label;
  }
}

Conclusion Conclude(const Readings& readings) {
  Conclusion best;
  best.problem = KeyProblem::kCountryUnknown;
  int nearness = 0;
  for (const Reading& reading : readings) {
    if (reading.IsValid()) {
      const bool other =
          best.reading != nullptr && !(best.reading->issuer == reading.issuer &&
                                       best.reading->body == reading.body);
      if (other) return {nullptr, KeyProblem::kAmbiguousCountry};
      best = {&reading, reading.problem};
    } else if (best.reading == nullptr &&
               Nearness(reading.problem) >= nearness) {
      nearness = Nearness(reading.problem);
      best.problem = reading.problem;
    }
  }
  return best;
}

}  // namespace landfall::normalize::tax
