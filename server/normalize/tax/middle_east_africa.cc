// Turns bodies of tax numbers of the Middle East and Africa into normal form.
// Entry point: MiddleEastAfrica().
#include "server/normalize/tax/checks.h"
#include "server/normalize/tax/issuer.h"

namespace landfall::normalize::tax {
namespace {

KeyProblem CheckIsrael(std::string& body) {
  if (const auto problem = ExpectDigits(body, {9});
      problem != KeyProblem::kNone) {
    return problem;
  }
  if (body[0] != '5') return KeyProblem::kBadComponent;
  return Checksum(Luhn(body));
}

KeyProblem CheckEmirates(std::string& body) { return ExpectDigits(body, {15}); }

// Sources contradict each other on the check digit: only the shape counts.
KeyProblem CheckSaudiArabia(std::string& body) {
  if (const auto problem = ExpectDigits(body, {15});
      problem != KeyProblem::kNone) {
    return problem;
  }
  return Component(body[0] == '3' && body[14] == '3');
}

// Only the weights of the last five digits are public; the ones before count
// as a constant, as they do in every number seen.
KeyProblem CheckOman(std::string& body) {
  const bool ends_in_x = body.size() == 10 && body[9] == 'X';
  if (const auto problem =
          ExpectShape(body, ends_in_x ? "999999999X" : "9999999999");
      problem != KeyProblem::kNone) {
    return problem;
  }
  const absl::string_view tail = absl::string_view(body).substr(4);
  const int check = (1 + WeightedSum(tail, {1, 6, 3, 7, 9})) % 11;
  return Checksum(check == (ends_in_x ? 10 : DigitAt(body, 9)));
}

KeyProblem CheckEgypt(std::string& body) { return ExpectDigits(body, {9}); }

KeyProblem CheckSouthAfrica(std::string& body) {
  if (const auto problem = ExpectDigits(body, {10});
      problem != KeyProblem::kNone) {
    return problem;
  }
  return Component(body[0] == '4');
}

KeyProblem CheckKenya(std::string& body) {
  if (const auto problem = ExpectShape(body, "A999999999A");
      problem != KeyProblem::kNone) {
    return problem;
  }
  return Component(body[0] == 'A' || body[0] == 'P');
}

constexpr Issuer kIssuers[] = {
    {"IL", "IL", CheckIsrael},
    {"AE", "AE", CheckEmirates, true, {0, 0, 0}},
    {"SA", "SA", CheckSaudiArabia, true, {0, 0, 0}},
    {"OM", "OM", CheckOman},
    {"EG", "EG", CheckEgypt, true, {0, 0, 0}},
    {"ZA", "ZA", CheckSouthAfrica, true, {0, 0, 0}},
    {"KE", "KE", CheckKenya, true, {0, 0, 0}},
};

}  // namespace

absl::Span<const Issuer> MiddleEastAfrica() { return kIssuers; }

}  // namespace landfall::normalize::tax
