// Turns bodies of VAT numbers of the EU states from Austria to Spain (by code)
// into normal form. Entry point: EuropeAtoE().
#include "server/normalize/tax/checks.h"
#include "server/normalize/tax/issuer.h"

namespace landfall::normalize::tax {
namespace {

KeyProblem CheckAustria(std::string& body) {
  if (const auto problem = ExpectShape(body, "U99999999");
      problem != KeyProblem::kNone) {
    return problem;
  }
  int sum = 4;
  for (size_t i = 1; i < 8; ++i) {
    const int digit = DigitAt(body, i) * (i % 2 == 0 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return Checksum((10 - sum % 10) % 10 == DigitAt(body, 8));
}

KeyProblem CheckBelgium(std::string& body) {
  if (body.size() == 9) PadLeft(body, 10);
  if (const auto problem = ExpectDigits(body, {10});
      problem != KeyProblem::kNone) {
    return problem;
  }
  if (body[0] > '1') return KeyProblem::kBadComponent;
  const absl::string_view text = body;
  return Checksum(97 - Modulo(text.substr(0, 8), 97) == TwoDigits(text, 8));
}

// The civil number of a person: the month carries the century.
bool IsBulgarianPerson(absl::string_view body) {
  int year = 1900 + TwoDigits(body, 0);
  int month = TwoDigits(body, 2);
  if (month > 40) {
    year += 100;
    month -= 40;
  } else if (month > 20) {
    year -= 100;
    month -= 20;
  }
  if (!IsDate(year, month, TwoDigits(body, 4))) return false;
  const int sum = WeightedSum(body, {2, 4, 8, 5, 10, 9, 7, 3, 6});
  return sum % 11 % 10 == DigitAt(body, 9);
}

KeyProblem CheckBulgaria(std::string& body) {
  if (const auto problem = ExpectDigits(body, {9, 10});
      problem != KeyProblem::kNone) {
    return problem;
  }
  if (body.size() == 9) {
    int rest = WeightedSum(body, {1, 2, 3, 4, 5, 6, 7, 8}) % 11;
    if (rest == 10) {
      rest = WeightedSum(body, {3, 4, 5, 6, 7, 8, 9, 10}) % 11 % 10;
    }
    return Checksum(rest == DigitAt(body, 8));
  }
  if (IsBulgarianPerson(body)) return KeyProblem::kNone;
  const int check = DigitAt(body, 9);
  const int foreigner = WeightedSum(body, {21, 19, 17, 13, 11, 9, 7, 3, 1});
  if (foreigner % 10 == check) return KeyProblem::kNone;
  const int other = 11 - WeightedSum(body, {4, 3, 2, 7, 6, 5, 4, 3, 2}) % 11;
  return Checksum(other % 11 == check);
}

KeyProblem CheckCyprus(std::string& body) {
  if (const auto problem = ExpectShape(body, "99999999A");
      problem != KeyProblem::kNone) {
    return problem;
  }
  if (body[0] == '1' && body[1] == '2') return KeyProblem::kBadComponent;
  constexpr int kOdd[] = {1, 0, 5, 7, 9, 13, 15, 17, 19, 21};
  int sum = 0;
  for (size_t i = 0; i < 8; ++i) {
    sum += i % 2 == 0 ? kOdd[DigitAt(body, i)] : DigitAt(body, i);
  }
  return Checksum('A' + sum % 26 == body[8]);
}

// Birth number: women have 50 added to the month, and 20 more where a day ran
// out of serials. Nine digits were given out until 1953.
KeyProblem CheckCzechPerson(absl::string_view body) {
  int year = 1900 + TwoDigits(body, 0);
  if (body.size() == 9) {
    if (year >= 1980) year -= 100;
    if (year > 1953) return KeyProblem::kBadComponent;
  } else if (year < 1954) {
    year += 100;
  }
  const int month = TwoDigits(body, 2) % 50 % 20;
  if (!IsDate(year, month, TwoDigits(body, 4))) {
    return KeyProblem::kBadComponent;
  }
  if (body.size() == 9) return KeyProblem::kNone;
  return Checksum(Modulo(body.substr(0, 9), 11) % 10 == DigitAt(body, 9));
}

KeyProblem CheckCzechia(std::string& body) {
  if (const auto problem = ExpectDigits(body, {8, 9, 10});
      problem != KeyProblem::kNone) {
    return problem;
  }
  if (body.size() == 8) {
    if (body[0] == '9') return KeyProblem::kBadComponent;
    const int check = (11 - WeightedSum(body, {8, 7, 6, 5, 4, 3, 2}) % 11) % 11;
    return Checksum((check == 0 ? 1 : check) % 10 == DigitAt(body, 7));
  }
  if (body.size() == 9 && body[0] == '6') {
    const absl::string_view rest = absl::string_view(body).substr(1);
    const int sum = WeightedSum(rest, {8, 7, 6, 5, 4, 3, 2});
    const int inner = ((10 - sum) % 11 + 11) % 11;
    return Checksum((8 - inner + 10) % 10 == DigitAt(body, 8));
  }
  return CheckCzechPerson(body);
}

KeyProblem CheckGermany(std::string& body) {
  if (const auto problem = ExpectDigits(body, {9});
      problem != KeyProblem::kNone) {
    // Ten and thirteen digits are a Steuernummer, eleven a personal tax number.
    const bool other =
        problem == KeyProblem::kBadLength &&
        (body.size() == 10 || body.size() == 11 || body.size() == 13);
    return other ? KeyProblem::kOtherIdKind : problem;
  }
  if (body[0] == '0') return KeyProblem::kBadComponent;
  return Checksum(Mod11And10(body));
}

KeyProblem CheckDenmark(std::string& body) {
  if (const auto problem = ExpectDigits(body, {8});
      problem != KeyProblem::kNone) {
    return problem;
  }
  if (body[0] == '0') return KeyProblem::kBadComponent;
  return Checksum(WeightedSum(body, {2, 7, 6, 5, 4, 3, 2, 1}) % 11 == 0);
}

KeyProblem CheckEstonia(std::string& body) {
  if (const auto problem = ExpectDigits(body, {9});
      problem != KeyProblem::kNone) {
    return problem;
  }
  return Checksum(WeightedSum(body, {3, 7, 1, 3, 7, 1, 3, 7, 1}) % 10 == 0);
}

KeyProblem CheckGreece(std::string& body) {
  if (body.size() == 8) PadLeft(body, 9);
  if (const auto problem = ExpectDigits(body, {9});
      problem != KeyProblem::kNone) {
    return problem;
  }
  const int sum = WeightedSum(body, {256, 128, 64, 32, 16, 8, 4, 2});
  return Checksum(sum % 11 % 10 == DigitAt(body, 8));
}

constexpr absl::string_view kSpanishPersonLetters = "TRWAGMYFPDXBNJZSQVHLCKE";

KeyProblem CheckSpanishPerson(absl::string_view body) {
  int number = 0;
  const size_t end = body.size() - 1;
  size_t begin = 0;
  if (IsLetter(body[0])) {
    begin = 1;
    if (body[0] == 'Y') number = 1;
    if (body[0] == 'Z') number = 2;
  }
  for (size_t i = begin; i < end; ++i) {
    number = (number * 10 + DigitAt(body, i)) % 23;
  }
  return Checksum(kSpanishPersonLetters[static_cast<size_t>(number)] ==
                  body[end]);
}

KeyProblem CheckSpanishCompany(absl::string_view body) {
  int sum = 0;
  for (size_t i = 1; i < 8; ++i) {
    const int digit = DigitAt(body, i) * (i % 2 == 1 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  const int check = (10 - sum % 10) % 10;
  constexpr absl::string_view kLetters = "JABCDEFGHI";
  return Checksum(body[8] == '0' + check ||
                  body[8] == kLetters[static_cast<size_t>(check)]);
}

KeyProblem CheckSpain(std::string& body) {
  if (const auto problem = ExpectShape(body, "N9999999N");
      problem != KeyProblem::kNone) {
    return problem;
  }
  const absl::string_view text = body;
  if (IsDigit(text[0]) || InList(text.substr(0, 1), "X Y Z K L M")) {
    if (!IsLetter(text[8])) return KeyProblem::kBadCharset;
    return CheckSpanishPerson(text);
  }
  if (!InList(text.substr(0, 1), "A B C D E F G H J N P Q R S U V W")) {
    return KeyProblem::kBadComponent;
  }
  if (text[8] > 'J') return KeyProblem::kBadCharset;
  return CheckSpanishCompany(text);
}

constexpr Issuer kIssuers[] = {
    {"AT", "AT", CheckAustria},  {"BE", "BE", CheckBelgium, false, {0, 0, 2}},
    {"BG", "BG", CheckBulgaria}, {"CY", "CY", CheckCyprus},
    {"CZ", "CZ", CheckCzechia},  {"DE", "DE", CheckGermany},
    {"DK", "DK", CheckDenmark},  {"EE", "EE", CheckEstonia},
    {"EL", "EL", CheckGreece},   {"ES", "ES", CheckSpain},
};

}  // namespace

absl::Span<const Issuer> EuropeAtoE() { return kIssuers; }

}  // namespace landfall::normalize::tax
