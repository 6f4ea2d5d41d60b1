// Turns bodies of tax numbers of the Americas into normal form. Entry point:
// Americas().
#include "server/normalize/tax/checks.h"
#include "server/normalize/tax/issuer.h"

namespace landfall::normalize::tax {
namespace {

// Prefixes that the IRS has given to a campus or to the online service.
constexpr absl::string_view kEinPrefixes =
    "01 02 03 04 05 06 10 11 12 13 14 15 16 20 21 22 23 24 25 26 27 30 31 32 "
    "33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 50 51 52 53 54 55 56 57 "
    "58 59 60 61 62 63 64 65 66 67 68 71 72 73 74 75 76 77 80 81 82 83 84 85 "
    "86 87 88 90 91 92 93 94 95 98 99";

KeyProblem CheckUnitedStates(std::string& body) {
  if (const auto problem = ExpectDigits(body, {9});
      problem != KeyProblem::kNone) {
    return problem;
  }
  return Component(InList(absl::string_view(body).substr(0, 2), kEinPrefixes));
}

KeyProblem CheckCanada(std::string& body) {
  const absl::string_view text = body;
  if (text.size() != 9) {
    if (const auto problem = ExpectShape(text, "999999999AA9999");
        problem != KeyProblem::kNone) {
      return problem;
    }
    if (!InList(text.substr(9, 2), "RT RC RP RM")) {
      return KeyProblem::kBadComponent;
    }
  } else if (!AllDigits(text)) {
    return KeyProblem::kBadCharset;
  }
  return Checksum(Luhn(text.substr(0, 9)));
}

// Words that the Mexican tax service does not let the letters of a person's
// number spell; it replaces the last letter by X.
constexpr absl::string_view kMexicanAvoidedWords =
    "BUEI BUEY CACA CACO CAGA CAGO CAKA CAKO COGE COJA COJE COJI COJO CULO "
    "FETO GUEY JOTO KACA KACO KAGA KAGO KAKA KOGE KOJO KULO MAME MAMO MEAR "
    "MEAS MEON MION MOCO MULA PEDA PEDO PENE PUTA PUTO QULO RATA RUIN";

// Ñ is one byte, 0xD1, in a body.
bool IsMexicanLetter(char c) { return IsLetter(c) || c == '&' || c == '\xD1'; }

KeyProblem CheckMexico(std::string& body) {
  const size_t letters = body.size() == 13 ? 4 : 3;
  if (body.size() != 12 && body.size() != 13) return KeyProblem::kBadLength;
  const absl::string_view text = body;
  for (size_t i = 0; i < letters; ++i) {
    if (!IsMexicanLetter(text[i])) return KeyProblem::kBadCharset;
  }
  if (!HasShape(text.substr(letters), "999999NNN")) {
    return KeyProblem::kBadCharset;
  }
  if (letters == 4 && InList(text.substr(0, 4), kMexicanAvoidedWords)) {
    return KeyProblem::kBadComponent;
  }
  // The century is open: 2000 stands for both, which only matters to leap days.
  return Component(IsDate(2000 + TwoDigits(text, letters),
                          TwoDigits(text, letters + 2),
                          TwoDigits(text, letters + 4)));
}

// Letters count by their distance from '0', so that old numbers stay valid.
int BrazilianCheck(absl::string_view body, size_t length) {
  int sum = 0;
  for (size_t i = 0; i < length; ++i) {
    const int weight = static_cast<int>((length - 1 - i) % 8) + 2;
    sum += (body[i] - '0') * weight;
  }
  const int rest = sum % 11;
  return rest < 2 ? 0 : 11 - rest;
}

KeyProblem CheckBrazil(std::string& body) {
  // Eleven digits are a person's CPF.
  if (HasShape(body, "99999999999")) return KeyProblem::kOtherIdKind;
  if (const auto problem = ExpectShape(body, "NNNNNNNNNNNN99");
      problem != KeyProblem::kNone) {
    return problem;
  }
  return Checksum(BrazilianCheck(body, 12) == DigitAt(body, 12) &&
                  BrazilianCheck(body, 13) == DigitAt(body, 13));
}

KeyProblem CheckArgentina(std::string& body) {
  if (const auto problem = ExpectDigits(body, {11});
      problem != KeyProblem::kNone) {
    return problem;
  }
  const absl::string_view text = body;
  if (!InList(text.substr(0, 2), "20 23 24 27 30 33 34 50 51 55")) {
    return KeyProblem::kBadComponent;
  }
  const int rest = WeightedSum(text, {5, 4, 3, 2, 7, 6, 5, 4, 3, 2}) % 11;
  constexpr absl::string_view kChecks = "09987654321";
  return Checksum(kChecks[static_cast<size_t>(rest)] == text[10]);
}

KeyProblem CheckChile(std::string& body) {
  if (body.size() != 8 && body.size() != 9) return KeyProblem::kBadLength;
  const size_t last = body.size() - 1;
  const absl::string_view text = body;
  if (!AllDigits(text.substr(0, last))) return KeyProblem::kBadCharset;
  if (!IsDigit(text[last]) && text[last] != 'K') return KeyProblem::kBadCharset;
  int sum = 0;
  for (size_t i = 0; i < last; ++i) {
    sum += DigitAt(text, i) * (static_cast<int>((last - 1 - i) % 6) + 2);
  }
  constexpr absl::string_view kChecks = "0K987654321";
  return Checksum(kChecks[static_cast<size_t>(sum % 11)] == text[last]);
}

KeyProblem CheckColombia(std::string& body) {
  if (!AllDigits(body)) return KeyProblem::kBadCharset;
  if (body.size() < 8 || body.size() > 16) return KeyProblem::kBadLength;
  constexpr int kWeights[] = {3,  7,  13, 17, 19, 23, 29, 37,
                              41, 43, 47, 53, 59, 67, 71};
  const size_t last = body.size() - 1;
  int sum = 0;
  for (size_t i = 0; i < last; ++i) {
    sum += DigitAt(body, last - 1 - i) * kWeights[i];
  }
  constexpr absl::string_view kChecks = "01987654321";
  return Checksum(kChecks[static_cast<size_t>(sum % 11)] == body[last]);
}

KeyProblem CheckPeru(std::string& body) {
  if (const auto problem = ExpectDigits(body, {11});
      problem != KeyProblem::kNone) {
    return problem;
  }
  if (!InList(absl::string_view(body).substr(0, 2), "10 15 17 20")) {
    return KeyProblem::kBadComponent;
  }
  const int sum = WeightedSum(body, {5, 4, 3, 2, 7, 6, 5, 4, 3, 2});
  return Checksum((11 - sum % 11) % 10 == DigitAt(body, 10));
}

KeyProblem CheckUruguay(std::string& body) {
  if (const auto problem = ExpectDigits(body, {12});
      problem != KeyProblem::kNone) {
    return problem;
  }
  const int office = TwoDigits(body, 0);
  const bool possible = office >= 1 && office <= 22 &&
                        body.compare(2, 6, "000000") != 0 &&
                        body.compare(8, 3, "001") == 0;
  if (!possible) return KeyProblem::kBadComponent;
  const int sum = WeightedSum(body, {4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2});
  return Checksum((11 - sum % 11) % 11 == DigitAt(body, 11));
}

// An Ecuadorian citizen's number, and a person's tax number on top of it.
bool PassesEcuadorPerson(absl::string_view body) {
  return body[2] <= '6' && Luhn(body.substr(0, 10));
}

bool PassesEcuadorTaxpayer(absl::string_view body) {
  const bool has_office = body.substr(10) != "000";
  const bool is_public =
      (body[2] == '6' || body[2] == '9') && body.substr(9) != "0000" &&
      WeightedSum(body, {3, 2, 7, 6, 5, 4, 3, 2, 1}) % 11 == 0;
  const bool is_company =
      body[2] == '9' && has_office &&
      WeightedSum(body, {4, 3, 2, 7, 6, 5, 4, 3, 2, 1}) % 11 == 0;
  return is_public || is_company || (has_office && PassesEcuadorPerson(body));
}

KeyProblem CheckEcuador(std::string& body) {
  if (const auto problem = ExpectDigits(body, {10, 13});
      problem != KeyProblem::kNone) {
    return problem;
  }
  const int province = TwoDigits(body, 0);
  const bool known =
      (province >= 1 && province <= 24) || province == 30 || province == 50;
  const bool kind = body[2] <= '6' || (body[2] == '9' && body.size() == 13);
  if (!known || !kind) return KeyProblem::kBadComponent;
  return Checksum(body.size() == 10 ? PassesEcuadorPerson(body)
                                    : PassesEcuadorTaxpayer(body));
}

constexpr Issuer kIssuers[] = {
    {"US", "US", CheckUnitedStates, true, {0, 0, 0}},
    {"CA", "CA", CheckCanada, false, {0, 9, 1}},
    {"MX", "MX", CheckMexico, false, {0, 0, 1, true}},
    // Root, branch and two check digits: the root is what people make up.
    {"BR", "BR", CheckBrazil, false, {0, 0, 6}},
    {"AR", "AR", CheckArgentina},
    {"CL", "CL", CheckChile},
    {"CO", "CO", CheckColombia},
    {"PE", "PE", CheckPeru},
    {"UY", "UY", CheckUruguay},
    {"EC", "EC", CheckEcuador},
};

}  // namespace

absl::Span<const Issuer> Americas() { return kIssuers; }

}  // namespace landfall::normalize::tax
