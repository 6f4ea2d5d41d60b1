// Turns bodies of tax numbers of European states outside the EU (and of
// Turkey) into normal form. Entry point: EuropeOutsideEu().
#include "absl/strings/match.h"
#include "server/normalize/tax/checks.h"
#include "server/normalize/tax/issuer.h"

namespace landfall::normalize::tax {
namespace {

// The Swiss number is the UID; the letters behind it only name the language
// of the VAT register.
KeyProblem CheckSwitzerland(std::string& body) {
  size_t begin = 0;
  if (absl::StartsWith(body, "CHE")) {
    begin = 3;
  } else if (absl::StartsWith(body, "E")) {
    begin = 1;  // "CH" went as the prefix
  }
  body.erase(0, begin);
  for (absl::string_view suffix : {"MWST", "TVA", "IVA", "TPV", "VAT"}) {
    if (absl::EndsWith(body, suffix)) {
      body.resize(body.size() - suffix.size());
      break;
    }
  }
  if (const auto problem = ExpectDigits(body, {9});
      problem != KeyProblem::kNone) {
    return problem;
  }
  const int check = 11 - WeightedSum(body, {5, 4, 3, 2, 7, 6, 5, 4}) % 11;
  return Checksum(check % 11 == DigitAt(body, 8));
}

KeyProblem CheckNorway(std::string& body) {
  if (absl::EndsWith(body, "MVA")) body.resize(body.size() - 3);
  if (const auto problem = ExpectDigits(body, {9});
      problem != KeyProblem::kNone) {
    return problem;
  }
  return Checksum(WeightedSum(body, {3, 2, 7, 6, 5, 4, 3, 2, 1}) % 11 == 0);
}

KeyProblem CheckIceland(std::string& body) {
  return ExpectDigits(body, {5, 6});
}

KeyProblem CheckSerbia(std::string& body) {
  if (const auto problem = ExpectDigits(body, {9});
      problem != KeyProblem::kNone) {
    return problem;
  }
  return Checksum(Mod11And10(body));
}

KeyProblem CheckMontenegro(std::string& body) {
  if (const auto problem = ExpectDigits(body, {8});
      problem != KeyProblem::kNone) {
    return problem;
  }
  const int sum = WeightedSum(body, {8, 7, 6, 5, 4, 3, 2});
  return Checksum((11 - sum % 11) % 11 % 10 == DigitAt(body, 7));
}

KeyProblem CheckNorthMacedonia(std::string& body) {
  if (const auto problem = ExpectDigits(body, {13});
      problem != KeyProblem::kNone) {
    return problem;
  }
  const int sum = WeightedSum(body, {7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2});
  return Checksum((11 - sum % 11) % 11 % 10 == DigitAt(body, 12));
}

KeyProblem CheckMoldova(std::string& body) {
  if (const auto problem = ExpectDigits(body, {13});
      problem != KeyProblem::kNone) {
    return problem;
  }
  const int sum = WeightedSum(body, {7, 3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1});
  return Checksum(sum % 10 == DigitAt(body, 12));
}

KeyProblem CheckAlbania(std::string& body) {
  if (const auto problem = ExpectShape(body, "A99999999A");
      problem != KeyProblem::kNone) {
    return problem;
  }
  return Component(body[0] <= 'M');
}

KeyProblem CheckRussia(std::string& body) {
  if (const auto problem = ExpectDigits(body, {10, 12});
      problem != KeyProblem::kNone) {
    return problem;
  }
  if (body.size() == 10) {
    const int sum = WeightedSum(body, {2, 4, 10, 3, 5, 9, 4, 6, 8});
    return Checksum(sum % 11 % 10 == DigitAt(body, 9));
  }
  const int first = WeightedSum(body, {7, 2, 4, 10, 3, 5, 9, 4, 6, 8});
  const int second = WeightedSum(body, {3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8});
  return Checksum(first % 11 % 10 == DigitAt(body, 10) &&
                  second % 11 % 10 == DigitAt(body, 11));
}

KeyProblem CheckUkraine(std::string& body) {
  if (const auto problem = ExpectDigits(body, {8});
      problem != KeyProblem::kNone) {
    // Ten digits are a person, twelve the older VAT certificate.
    const bool other = problem == KeyProblem::kBadLength &&
                       (body.size() == 10 || body.size() == 12);
    return other ? KeyProblem::kOtherIdKind : problem;
  }
  const bool middle = body[0] >= '3' && body[0] <= '5';
  int rest = (middle ? WeightedSum(body, {7, 1, 2, 3, 4, 5, 6})
                     : WeightedSum(body, {1, 2, 3, 4, 5, 6, 7})) %
             11;
  if (rest == 10) {
    rest = (middle ? WeightedSum(body, {9, 3, 4, 5, 6, 7, 8})
                   : WeightedSum(body, {3, 4, 5, 6, 7, 8, 9})) %
           11 % 10;
  }
  return Checksum(rest == DigitAt(body, 7));
}

KeyProblem CheckBelarus(std::string& body) {
  if (const auto problem = ExpectShape(body, "NN9999999");
      problem != KeyProblem::kNone) {
    return problem;
  }
  constexpr absl::string_view kLetters = "ABCEHKMOPT";
  const auto kNowhere = absl::string_view::npos;
  const bool letters = !IsDigit(body[0]) && kLetters.find(body[1]) != kNowhere;
  const bool known =
      absl::string_view("1234567ABCEHKM").find(body[0]) != kNowhere &&
      (letters || (IsDigit(body[0]) && IsDigit(body[1])));
  if (!known) return KeyProblem::kBadComponent;
  // The first letter counts from A = 10, the second by its place in the list.
  const int first = letters ? body[0] - 'A' + 10 : DigitAt(body, 0);
  const int second =
      letters ? static_cast<int>(kLetters.find(body[1])) : DigitAt(body, 1);
  const int sum =
      29 * first + 23 * second +
      WeightedSum(absl::string_view(body).substr(2), {19, 17, 13, 7, 5, 3});
  return Checksum(sum % 11 == DigitAt(body, 8));
}

KeyProblem CheckTurkey(std::string& body) {
  if (const auto problem = ExpectDigits(body, {10});
      problem != KeyProblem::kNone) {
    const bool person = problem == KeyProblem::kBadLength && body.size() == 11;
    return person ? KeyProblem::kOtherIdKind : problem;
  }
  int sum = 0;
  for (size_t i = 0; i < 9; ++i) {
    const int place = 9 - static_cast<int>(i);
    const int shifted = (DigitAt(body, i) + place) % 10;
    if (shifted == 0) continue;
    const int rest = shifted * (1 << place) % 9;
    sum += rest == 0 ? 9 : rest;
  }
  return Checksum((10 - sum % 10) % 10 == DigitAt(body, 9));
}

constexpr Issuer kIssuers[] = {
    {"CH", "CHE", CheckSwitzerland},
    {"NO", "NO", CheckNorway},
    {"IS", "IS", CheckIceland, true, {0, 0, 0}},
    {"RS", "RS", CheckSerbia},
    {"ME", "ME", CheckMontenegro},
    {"MK", "MK", CheckNorthMacedonia},
    {"MD", "MD", CheckMoldova},
    {"AL", "AL", CheckAlbania, true, {0, 0, 0}},
    {"RU", "RU", CheckRussia, false, {0, 0, 2}},
    {"UA", "UA", CheckUkraine},
    {"BY", "BY", CheckBelarus},
    {"TR", "TR", CheckTurkey},
};

}  // namespace

absl::Span<const Issuer> EuropeOutsideEu() { return kIssuers; }

}  // namespace landfall::normalize::tax
