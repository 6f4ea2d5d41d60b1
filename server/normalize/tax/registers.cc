// Turns numbers of company registers into normal form. They are a key space of
// their own beside the VAT numbers, so their prefix is the kind of number and
// no country. Entry point: Registers().
#include "server/normalize/tax/checks.h"
#include "server/normalize/tax/issuer.h"

namespace landfall::normalize::tax {
namespace {

KeyProblem CheckSiren(std::string& body) {
  if (const auto problem = ExpectDigits(body, {9});
      problem != KeyProblem::kNone) {
    return problem;
  }
  return Checksum(Luhn(body));
}

KeyProblem CheckSiret(std::string& body) {
  if (const auto problem = ExpectDigits(body, {14});
      problem != KeyProblem::kNone) {
    return problem;
  }
  const absl::string_view siren = absl::string_view(body).substr(0, 9);
  // The post office ran out of Luhn numbers for its branches.
  if (siren == "356000000" && body != "35600000000048") {
    int sum = 0;
    for (char c : body) sum += c - '0';
    return Checksum(sum % 5 == 0);
  }
  return Checksum(Luhn(siren) && Luhn(body));
}

KeyProblem CheckAustralianCompany(std::string& body) {
  if (const auto problem = ExpectDigits(body, {9});
      problem != KeyProblem::kNone) {
    return problem;
  }
  const int sum = WeightedSum(body, {8, 7, 6, 5, 4, 3, 2, 1});
  return Checksum((10 - sum % 10) % 10 == DigitAt(body, 8));
}

KeyProblem CheckRegon(std::string& body) {
  if (const auto problem = ExpectDigits(body, {9, 14});
      problem != KeyProblem::kNone) {
    return problem;
  }
  const int sum = WeightedSum(body, {8, 9, 2, 3, 4, 5, 6, 7});
  if (sum % 11 % 10 != DigitAt(body, 8)) return KeyProblem::kBadChecksum;
  if (body.size() == 9) return KeyProblem::kNone;
  const int unit = WeightedSum(body, {2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8});
  return Checksum(unit % 11 % 10 == DigitAt(body, 13));
}

constexpr Issuer kIssuers[] = {
    {"SIREN", "SIREN:", CheckSiren},
    {"SIRET", "SIRET:", CheckSiret, false, {0, 9, 1}},
    {"ACN", "ACN:", CheckAustralianCompany},
    {"REGON", "REGON:", CheckRegon},
};

}  // namespace

absl::Span<const Issuer> Registers() { return kIssuers; }

}  // namespace landfall::normalize::tax
