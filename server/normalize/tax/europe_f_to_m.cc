// Turns bodies of VAT numbers of the EU states from Finland to Malta (by code)
// into normal form. Entry point: EuropeFtoM().
#include "server/normalize/tax/checks.h"
#include "server/normalize/tax/issuer.h"

namespace landfall::normalize::tax {
namespace {

KeyProblem CheckFinland(std::string& body) {
  if (const auto problem = ExpectDigits(body, {8});
      problem != KeyProblem::kNone) {
    return problem;
  }
  return Checksum(WeightedSum(body, {7, 9, 10, 5, 8, 4, 2, 1}) % 11 == 0);
}

// The place of a letter in the alphabet of French keys, -1 for I and O.
int FrenchKeyValue(char c) {
  constexpr absl::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
  const size_t at = kAlphabet.find(c);
  return at == absl::string_view::npos ? -1 : static_cast<int>(at);
}

// Two key characters guard the company number; since the numeric keys ran out
// there are ones with a letter.
bool FrenchKeyFits(absl::string_view body) {
  const absl::string_view siren = body.substr(2);
  if (AllDigits(body.substr(0, 2))) {
    const int key = (Modulo(siren, 97) * 3 + 12) % 97;  // 100 % 97 is 3
    return key == TwoDigits(body, 0);
  }
  const int first = FrenchKeyValue(body[0]);
  const int second = FrenchKeyValue(body[1]);
  const int key =
      IsDigit(body[0]) ? first * 24 + second - 10 : first * 34 + second - 100;
  return (Modulo(siren, 11) + 1 + key / 11) % 11 == key % 11;
}

KeyProblem CheckFrance(std::string& body) {
  if (const auto problem = ExpectShape(body, "NN999999999");
      problem != KeyProblem::kNone) {
    return problem;
  }
  if (FrenchKeyValue(body[0]) < 0 || FrenchKeyValue(body[1]) < 0) {
    return KeyProblem::kBadCharset;
  }
  const absl::string_view siren = absl::string_view(body).substr(2);
  // Monaco's numbers begin with 000 and are no company numbers.
  if (siren.substr(0, 3) != "000" && !Luhn(siren)) {
    return KeyProblem::kBadChecksum;
  }
  return Checksum(FrenchKeyFits(body));
}

KeyProblem CheckCroatia(std::string& body) {
  if (const auto problem = ExpectDigits(body, {11});
      problem != KeyProblem::kNone) {
    return problem;
  }
  return Checksum(Mod11And10(body));
}

// The domestic form is root-kind-county; the first eight digits are the number.
KeyProblem CheckHungary(std::string& body) {
  if (const auto problem = ExpectDigits(body, {8, 11});
      problem != KeyProblem::kNone) {
    return problem;
  }
  if (body.size() == 11) {
    const int county = TwoDigits(body, 9);
    if (body[8] < '1' || body[8] > '5' || county < 2 || county > 51) {
      return KeyProblem::kBadComponent;
    }
    body.resize(8);
  }
  return Checksum(WeightedSum(body, {9, 7, 3, 1, 9, 7, 3, 1}) % 10 == 0);
}

// W counts as nothing, A as 1.
int IrishLetter(char c) { return c == 'W' ? 0 : c - 'A' + 1; }

KeyProblem CheckIreland(std::string& body) {
  if (body.size() != 8 && body.size() != 9) return KeyProblem::kBadLength;
  constexpr absl::string_view kLetters = "WABCDEFGHIJKLMNOPQRSTUV";
  const absl::string_view text = body;
  int sum = 0;
  if (AllDigits(text.substr(0, 7))) {
    sum = WeightedSum(text, {8, 7, 6, 5, 4, 3, 2});
    if (text.size() == 9) {
      const bool known = (text[8] >= 'A' && text[8] <= 'I') || text[8] == 'W';
      if (!known) return KeyProblem::kBadCharset;
      sum += 9 * IrishLetter(text[8]);
    }
  } else {
    const char second = text[1];
    const bool old = text.size() == 8 && IsDigit(text[0]) &&
                     (IsLetter(second) || second == '+' || second == '*') &&
                     AllDigits(text.substr(2, 5));
    if (!old) return KeyProblem::kBadCharset;
    sum = WeightedSum(text.substr(2), {7, 6, 5, 4, 3}) + 2 * DigitAt(text, 0);
  }
  if (text[7] < 'A' || text[7] > 'W') return KeyProblem::kBadCharset;
  return Checksum(kLetters[static_cast<size_t>(sum % 23)] == text[7]);
}

KeyProblem CheckItaly(std::string& body) {
  // Sixteen characters are a person's codice fiscale.
  if (HasShape(body, "AAAAAANNANNANNNA")) return KeyProblem::kOtherIdKind;
  if (const auto problem = ExpectDigits(body, {11});
      problem != KeyProblem::kNone) {
    return problem;
  }
  if (body.compare(0, 7, "0000000") == 0) return KeyProblem::kBadComponent;
  const int office = Modulo(absl::string_view(body).substr(7, 3), 1000);
  const bool known = (office >= 1 && office <= 100) || office == 120 ||
                     office == 121 || office == 888 || office == 999;
  if (!known) return KeyProblem::kBadComponent;
  return Checksum(Luhn(body));
}

// Weights 1…9 in a circle, and shifted by two when they give no digit.
int LithuanianCheck(absl::string_view body) {
  int sum = 0;
  for (size_t i = 0; i + 1 < body.size(); ++i) {
    sum += DigitAt(body, i) * static_cast<int>(i % 9 + 1);
  }
  if (sum % 11 != 10) return sum % 11;
  sum = 0;
  for (size_t i = 0; i + 1 < body.size(); ++i) {
    sum += DigitAt(body, i) * static_cast<int>((i + 2) % 9 + 1);
  }
  return sum % 11 % 10;
}

KeyProblem CheckLithuania(std::string& body) {
  if (const auto problem = ExpectDigits(body, {9, 12});
      problem != KeyProblem::kNone) {
    return problem;
  }
  if (body[body.size() - 2] != '1') return KeyProblem::kBadComponent;
  return Checksum(LithuanianCheck(body) == body.back() - '0');
}

KeyProblem CheckLuxembourg(std::string& body) {
  if (const auto problem = ExpectDigits(body, {8});
      problem != KeyProblem::kNone) {
    return problem;
  }
  return Checksum(Modulo(absl::string_view(body).substr(0, 6), 89) ==
                  TwoDigits(body, 6));
}

KeyProblem CheckLatvia(std::string& body) {
  if (const auto problem = ExpectDigits(body, {11});
      problem != KeyProblem::kNone) {
    return problem;
  }
  if (body[0] > '3') {
    const int sum = WeightedSum(body, {9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1});
    return Checksum(sum % 11 == 3);
  }
  // A person: the birth date, or since 2017 a number that begins with 32.
  if (body.compare(0, 2, "32") != 0) {
    const int century = 1800 + 100 * DigitAt(body, 6);
    if (!IsDate(century + TwoDigits(body, 4), TwoDigits(body, 2),
                TwoDigits(body, 0))) {
      return KeyProblem::kBadComponent;
    }
  }
  const int sum = 1 + WeightedSum(body, {10, 5, 8, 4, 2, 1, 6, 3, 7, 9});
  return Checksum(sum % 11 % 10 == DigitAt(body, 10));
}

KeyProblem CheckMalta(std::string& body) {
  if (const auto problem = ExpectDigits(body, {8});
      problem != KeyProblem::kNone) {
    return problem;
  }
  if (body[0] == '0') return KeyProblem::kBadComponent;
  const int rest = WeightedSum(body, {3, 4, 6, 7, 8, 9}) % 37;
  return Checksum(37 - rest == TwoDigits(body, 6));
}

constexpr Issuer kIssuers[] = {
    {"FI", "FI", CheckFinland},
    {"FR", "FR", CheckFrance, false, {2, 0, 1}},
    {"HR", "HR", CheckCroatia},
    {"HU", "HU", CheckHungary},
    {"IE", "IE", CheckIreland},
    {"IT", "IT", CheckItaly},
    {"LT", "LT", CheckLithuania},
    {"LU", "LU", CheckLuxembourg, false, {0, 0, 2}},
    {"LV", "LV", CheckLatvia},
    {"MT", "MT", CheckMalta, false, {0, 0, 2}},
};

}  // namespace

absl::Span<const Issuer> EuropeFtoM() { return kIssuers; }

}  // namespace landfall::normalize::tax
