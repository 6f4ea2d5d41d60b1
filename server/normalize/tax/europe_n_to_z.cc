// Turns bodies of VAT numbers of the EU states from the Netherlands to
// Slovakia (by code), of the United Kingdom and of the Union's one-stop shops
// into normal form. Entry point: EuropeNtoZ().
#include "server/normalize/tax/checks.h"
#include "server/normalize/tax/issuer.h"

namespace landfall::normalize::tax {
namespace {

// The test of the citizen service number, for numbers from before 2020.
bool PassesDutchEleven(absl::string_view body) {
  const int sum = WeightedSum(body, {9, 8, 7, 6, 5, 4, 3, 2, -1});
  return sum % 11 == 0;
}

// ISO 7064 MOD 97-10 over "NL" and the number, letters counted from A = 10.
bool PassesDutch97(absl::string_view body) {
  int rest = 2321 % 97;  // N is 23, L is 21
  for (char c : body) {
    rest = IsLetter(c) ? (rest * 100 + (c - 'A' + 10)) % 97
                       : (rest * 10 + (c - '0')) % 97;
  }
  return rest == 1;
}

KeyProblem CheckNetherlands(std::string& body) {
  if (body.size() >= 4 && body[body.size() - 3] == 'B') PadLeft(body, 12);
  if (const auto problem = ExpectShape(body, "999999999B99");
      problem != KeyProblem::kNone) {
    return problem;
  }
  if (body.compare(10, 2, "00") == 0) return KeyProblem::kBadComponent;
  return Checksum(PassesDutchEleven(body) || PassesDutch97(body));
}

KeyProblem CheckPoland(std::string& body) {
  if (const auto problem = ExpectDigits(body, {10});
      problem != KeyProblem::kNone) {
    return problem;
  }
  const int sum = WeightedSum(body, {6, 5, 7, 2, 3, 4, 5, 6, 7});
  return Checksum(sum % 11 == DigitAt(body, 9));
}

KeyProblem CheckPortugal(std::string& body) {
  if (const auto problem = ExpectDigits(body, {9});
      problem != KeyProblem::kNone) {
    return problem;
  }
  if (body[0] == '0') return KeyProblem::kBadComponent;
  const int sum = WeightedSum(body, {9, 8, 7, 6, 5, 4, 3, 2});
  return Checksum((11 - sum % 11) % 11 % 10 == DigitAt(body, 8));
}

KeyProblem CheckRomanianPerson(absl::string_view body) {
  int year = 1900;
  if (body[0] == '3' || body[0] == '4') year = 1800;
  if (body[0] == '5' || body[0] == '6') year = 2000;
  if (!IsDate(year + TwoDigits(body, 1), TwoDigits(body, 3),
              TwoDigits(body, 5))) {
    return KeyProblem::kBadComponent;
  }
  const int county = TwoDigits(body, 7);
  const bool known = (county >= 1 && county <= 48) || county == 51 ||
                     county == 52 || county == 70 ||
                     (county >= 80 && county <= 83);
  if (!known) return KeyProblem::kBadComponent;
  const int rest = WeightedSum(body, {2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9}) % 11;
  return Checksum((rest == 10 ? 1 : rest) == DigitAt(body, 12));
}

KeyProblem CheckRomania(std::string& body) {
  if (const auto problem = ExpectDigits(body, {2, 3, 4, 5, 6, 7, 8, 9, 10, 13});
      problem != KeyProblem::kNone) {
    return problem;
  }
  if (body[0] == '0') return KeyProblem::kBadComponent;
  if (body.size() == 13) return CheckRomanianPerson(body);
  std::string padded = body;
  PadLeft(padded, 10);
  const int sum = WeightedSum(padded, {7, 5, 3, 2, 1, 7, 5, 3, 2});
  return Checksum(10 * sum % 11 % 10 == DigitAt(padded, 9));
}

// The ten digits of the organisation number and always 01.
KeyProblem CheckSweden(std::string& body) {
  if (body.size() == 10) body += "01";
  if (const auto problem = ExpectDigits(body, {12});
      problem != KeyProblem::kNone) {
    return problem;
  }
  if (body.compare(10, 2, "01") != 0) return KeyProblem::kBadComponent;
  return Checksum(Luhn(absl::string_view(body).substr(0, 10)));
}

KeyProblem CheckSlovenia(std::string& body) {
  if (const auto problem = ExpectDigits(body, {8});
      problem != KeyProblem::kNone) {
    return problem;
  }
  if (body[0] == '0') return KeyProblem::kBadComponent;
  const int check = 11 - WeightedSum(body, {8, 7, 6, 5, 4, 3, 2}) % 11;
  if (check == 11) return KeyProblem::kBadChecksum;
  return Checksum(check % 10 == DigitAt(body, 7));
}

KeyProblem CheckSlovakia(std::string& body) {
  if (const auto problem = ExpectDigits(body, {10});
      problem != KeyProblem::kNone) {
    return problem;
  }
  const bool possible =
      body[0] != '0' &&
      absl::string_view("2346789").find(body[2]) != absl::string_view::npos;
  if (!possible) return KeyProblem::kBadComponent;
  return Checksum(Modulo(body, 11) == 0);
}

// Government departments (GD) and health authorities (HA) have three digits.
KeyProblem CheckBritishAuthority(absl::string_view body) {
  if (const auto problem = ExpectShape(body, "AA999");
      problem != KeyProblem::kNone) {
    return problem;
  }
  const absl::string_view kind = body.substr(0, 2);
  return Component((kind == "GD" && body[2] <= '4') ||
                   (kind == "HA" && body[2] >= '5'));
}

KeyProblem CheckUnitedKingdom(std::string& body) {
  if (!body.empty() && IsLetter(body[0])) return CheckBritishAuthority(body);
  if (const auto problem = ExpectDigits(body, {9, 12});
      problem != KeyProblem::kNone) {
    return problem;
  }
  // Nine digits and 000 is the customs number (EORI), not a branch.
  if (body.size() == 12 && body.compare(9, 3, "000") == 0) {
    return KeyProblem::kOtherIdKind;
  }
  const int rest = WeightedSum(body, {8, 7, 6, 5, 4, 3, 2, 10, 1}) % 97;
  return Checksum(rest == 0 || (rest == 42 && body[0] != '0'));
}

// ISO numeric codes of the states of identification; 900 is Northern Ireland.
constexpr absl::string_view kUnionStates =
    "040 056 100 191 196 203 208 233 246 250 276 300 348 372 380 428 440 442 "
    "470 528 616 620 642 703 705 724 752 900";

KeyProblem CheckOneStopShop(std::string& body) {
  if (const auto problem = ExpectDigits(body, {9});
      problem != KeyProblem::kNone) {
    return problem;
  }
  return Component(InList(absl::string_view(body).substr(0, 3), kUnionStates));
}

KeyProblem CheckImportOneStopShop(std::string& body) {
  if (const auto problem = ExpectDigits(body, {10});
      problem != KeyProblem::kNone) {
    return problem;
  }
  return Component(InList(absl::string_view(body).substr(0, 3), kUnionStates));
}

constexpr Issuer kIssuers[] = {
    {"NL", "NL", CheckNetherlands, false, {0, 9, 1}},
    {"PL", "PL", CheckPoland},
    {"PT", "PT", CheckPortugal},
    {"RO", "RO", CheckRomania},
    {"SE", "SE", CheckSweden, false, {0, 10, 1}},
    {"SI", "SI", CheckSlovenia},
    {"SK", "SK", CheckSlovakia},
    {"GB", "GB", CheckUnitedKingdom, false, {0, 9, 2}},
    {"EU", "EU", CheckOneStopShop, false, {0, 0, 0}},
    {"IM", "IM", CheckImportOneStopShop, false, {0, 0, 0}},
};

}  // namespace

absl::Span<const Issuer> EuropeNtoZ() { return kIssuers; }

}  // namespace landfall::normalize::tax
