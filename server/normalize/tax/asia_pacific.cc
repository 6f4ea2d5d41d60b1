// Turns bodies of tax numbers of Asia and the Pacific into normal form. Entry
// point: AsiaPacific().
#include "server/normalize/tax/checks.h"
#include "server/normalize/tax/issuer.h"

namespace landfall::normalize::tax {
namespace {

KeyProblem CheckAustralia(std::string& body) {
  if (const auto problem = ExpectDigits(body, {11});
      problem != KeyProblem::kNone) {
    return problem;
  }
  const int sum =
      WeightedSum(body, {10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19}) - 10;
  // The check digits in front are given out from 11 to 99.
  return Checksum(sum % 89 == 0 && TwoDigits(body, 0) >= 11);
}

KeyProblem CheckNewZealand(std::string& body) {
  if (const auto problem = ExpectDigits(body, {8, 9});
      problem != KeyProblem::kNone) {
    return problem;
  }
  PadLeft(body, 9);
  const int head = Modulo(absl::string_view(body).substr(0, 4), 10000);
  const bool possible = head >= 100 && head < 1500 && body != "010000000";
  if (!possible) return KeyProblem::kBadComponent;
  int rest = WeightedSum(body, {3, 2, 7, 6, 5, 4, 3, 2}) % 11;
  if (rest == 1) rest = WeightedSum(body, {7, 4, 3, 2, 5, 2, 7, 6}) % 11;
  const bool passes = (11 - rest) % 11 == DigitAt(body, 8);
  if (body[0] == '0') body.erase(0, 1);  // the number is an integer
  return Checksum(passes);
}

constexpr absl::string_view kBase36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

bool PassesLuhn36(absl::string_view body) {
  int sum = 0;
  bool twice = false;
  for (size_t i = body.size(); i-- > 0; twice = !twice) {
    const int value = static_cast<int>(kBase36.find(body[i])) * (twice ? 2 : 1);
    sum += value / 36 + value % 36;
  }
  return sum % 36 == 0;
}

// State, income-tax number of the holder, count within the state.
KeyProblem CheckIndia(std::string& body) {
  if (const auto problem = ExpectShape(body, "99AAAAA9999ANZN");
      problem != KeyProblem::kNone) {
    return problem;
  }
  const int state = TwoDigits(body, 0);
  constexpr absl::string_view kHolders = "ABCFGHJKLPT";
  const bool possible = ((state >= 1 && state <= 38) || state == 97) &&
                        kHolders.find(body[5]) != absl::string_view::npos &&
                        body.compare(7, 4, "0000") != 0 && body[12] != '0';
  if (!possible) return KeyProblem::kBadComponent;
  return Checksum(PassesLuhn36(body));
}

KeyProblem CheckJapan(std::string& body) {
  if (!body.empty() && body[0] == 'T') body.erase(0, 1);
  if (const auto problem = ExpectDigits(body, {13});
      problem != KeyProblem::kNone) {
    return problem;
  }
  const absl::string_view rest = absl::string_view(body).substr(1);
  const int sum = WeightedSum(rest, {2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1});
  return Checksum(9 - sum % 9 == DigitAt(body, 0));
}

KeyProblem CheckKorea(std::string& body) {
  if (const auto problem = ExpectDigits(body, {10});
      problem != KeyProblem::kNone) {
    return problem;
  }
  const absl::string_view text = body;
  const bool possible = text.substr(0, 3) >= "101" &&
                        text.substr(3, 2) != "00" &&
                        text.substr(5, 4) != "0000";
  if (!possible) return KeyProblem::kBadComponent;
  const int sum = WeightedSum(text, {1, 3, 7, 1, 3, 7, 1, 3, 5}) +
                  5 * DigitAt(text, 8) / 10;
  return Checksum((10 - sum % 10) % 10 == DigitAt(text, 9));
}

KeyProblem CheckChina(std::string& body) {
  constexpr absl::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  if (const auto problem = ExpectShape(body, "99999999NNNNNNNNNN");
      problem != KeyProblem::kNone) {
    return problem;
  }
  int sum = 0;
  int weight = 1;
  for (size_t i = 0; i < 18; ++i) {
    const size_t value = kAlphabet.find(body[i]);
    if (value == absl::string_view::npos) return KeyProblem::kBadCharset;
    sum += static_cast<int>(value) * (i == 17 ? 1 : weight);
    weight = weight * 3 % 31;
  }
  return Checksum(sum % 31 == 0);
}

// The sum of digits is a multiple of five since 2023 (of ten before); a seven
// in the seventh place may count as 2 + 8 or as 1 + 0.
KeyProblem CheckTaiwan(std::string& body) {
  if (const auto problem = ExpectDigits(body, {8});
      problem != KeyProblem::kNone) {
    return problem;
  }
  constexpr int kWeights[] = {1, 2, 1, 2, 1, 2, 4, 1};
  int sum = 0;
  for (size_t i = 0; i < 8; ++i) {
    const int product = DigitAt(body, i) * kWeights[i];
    sum += product / 10 + product % 10;
  }
  return Checksum(sum % 5 == 0 || (body[6] == '7' && (sum + 1) % 5 == 0));
}

constexpr absl::string_view kSingaporeEntities =
    "CC CD CH CL CM CP CS CX DP FB FC FM FN GA GB GS HS LL LP MB MC MD MH MM "
    "MQ NB NR PA PB PF RF RP SM SS TC TU VH XL";

KeyProblem CheckSingaporeOther(absl::string_view body) {
  if (body[0] != 'R' && body[0] != 'S' && body[0] != 'T') {
    return KeyProblem::kBadComponent;
  }
  if (!InList(body.substr(3, 2), kSingaporeEntities)) {
    return KeyProblem::kBadComponent;
  }
  constexpr absl::string_view kAlphabet = "ABCDEFGHJKLMNPQRSTUVWX0123456789";
  constexpr int kWeights[] = {4, 3, 5, 3, 10, 2, 2, 5, 7};
  int sum = -5;
  for (size_t i = 0; i < 9; ++i) {
    sum += static_cast<int>(kAlphabet.find(body[i])) * kWeights[i];
  }
  return Checksum(kAlphabet[static_cast<size_t>((sum + 11) % 11)] == body[9]);
}

KeyProblem CheckSingapore(std::string& body) {
  const absl::string_view text = body;
  if (HasShape(text, "99999999A")) {
    const int sum = WeightedSum(text, {10, 4, 9, 3, 8, 2, 7, 1});
    constexpr absl::string_view kLetters = "XMKECAWLJDB";
    return Checksum(kLetters[static_cast<size_t>(sum % 11)] == text[8]);
  }
  if (HasShape(text, "999999999A")) {
    // The first four digits are the year of registration.
    if (text.substr(0, 4) > "2099") return KeyProblem::kBadComponent;
    const int sum = WeightedSum(text, {10, 8, 6, 4, 9, 7, 5, 3, 1});
    constexpr absl::string_view kLetters = "ZKCMDNERGWH";
    return Checksum(kLetters[static_cast<size_t>(sum % 11)] == text[9]);
  }
  if (HasShape(text, "A99AA9999A")) return CheckSingaporeOther(text);
  return text.size() == 9 || text.size() == 10 ? KeyProblem::kBadCharset
                                               : KeyProblem::kBadLength;
}

// A GST registration that is not the entity number: a number of another kind,
// so it shares no scope with it and the two never contradict each other.
KeyProblem CheckSingaporeGst(std::string& body) {
  return ExpectShape(body, "M99999999N");
}

KeyProblem CheckVietnam(std::string& body) {
  if (const auto problem = ExpectDigits(body, {10, 13});
      problem != KeyProblem::kNone) {
    const bool person = problem == KeyProblem::kBadLength && body.size() == 12;
    return person ? KeyProblem::kOtherIdKind : problem;
  }
  const bool possible = body.compare(2, 7, "0000000") != 0 &&
                        (body.size() == 10 || body.compare(10, 3, "000") != 0);
  if (!possible) return KeyProblem::kBadComponent;
  const int sum = WeightedSum(body, {31, 29, 23, 19, 17, 13, 7, 5, 3});
  return Checksum(10 - sum % 11 == DigitAt(body, 9));
}

KeyProblem CheckIndonesia(std::string& body) {
  if (const auto problem = ExpectDigits(body, {15, 16});
      problem != KeyProblem::kNone) {
    return problem;
  }
  return Checksum(Luhn(absl::string_view(body).substr(0, body.size() - 6)));
}

KeyProblem CheckThailand(std::string& body) {
  if (const auto problem = ExpectDigits(body, {13});
      problem != KeyProblem::kNone) {
    return problem;
  }
  if (body[0] == '9') return KeyProblem::kBadComponent;
  const int sum = WeightedSum(body, {13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2});
  return Checksum((11 - sum % 11) % 10 == DigitAt(body, 12));
}

KeyProblem CheckMalaysia(std::string& body) { return ExpectDigits(body, {12}); }

KeyProblem CheckPhilippines(std::string& body) {
  return ExpectDigits(body, {9, 10, 11, 12, 13, 14});
}

constexpr Issuer kIssuers[] = {
    // The check digits of an ABN stand in front.
    {"AU", "AU", CheckAustralia, false, {2, 0, 0}},
    {"NZ", "NZ", CheckNewZealand},
    {"IN", "IN", CheckIndia},
    {"JP", "JP", CheckJapan, false, {1, 0, 0}},
    {"KR", "KR", CheckKorea},
    {"CN", "CN", CheckChina},
    {"TW", "TW", CheckTaiwan},
    {"SG", "SG", CheckSingapore},
    {"SG-GST", "SG", CheckSingaporeGst, false, {0, 0, 0}},
    {"VN", "VN", CheckVietnam, false, {0, 10, 1}},
    {"ID", "ID", CheckIndonesia},
    {"TH", "TH", CheckThailand},
    {"MY", "MY", CheckMalaysia, true, {0, 0, 0}},
    {"PH", "PH", CheckPhilippines, true, {0, 0, 0}},
};

}  // namespace

absl::Span<const Issuer> AsiaPacific() { return kIssuers; }

}  // namespace landfall::normalize::tax
