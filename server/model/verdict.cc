#include "server/model/verdict.h"

namespace landfall::model {

absl::string_view VerdictName(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPromoted:
      return "PROMOTED";
    case Verdict::kNotPromoted:
      return "NOT_PROMOTED";
    case Verdict::kAwaitingSync:
      return "AWAITING_SYNC";
    case Verdict::kOutOfScope:
      return "OUT_OF_SCOPE";
    case Verdict::kUnknown:
      return "UNKNOWN";
  }
  return "";
}

absl::string_view ClarityName(ExpectationClarity clarity) {
  switch (clarity) {
    case ExpectationClarity::kClear:
      return "CLEAR";
    case ExpectationClarity::kAmbiguous:
      return "AMBIGUOUS";
    case ExpectationClarity::kUnmapped:
      return "UNMAPPED";
    case ExpectationClarity::kAny:
      return "ANY";
  }
  return "";
}

absl::string_view OutcomeName(Outcome outcome) {
  switch (outcome) {
    case Outcome::kPresent:
      return "PRESENT";
    case Outcome::kMissing:
      return "MISSING";
    case Outcome::kPresentNotExpected:
      return "PRESENT_NOT_EXPECTED";
    case Outcome::kUnknown:
      return "UNKNOWN";
  }
  return "";
}

absl::string_view ExpectedBecauseName(ExpectedBecause because) {
  switch (because) {
    case ExpectedBecause::kNone:
      return "";
    case ExpectedBecause::kCustomerOverride:
      return "CUSTOMER_OVERRIDE";
    case ExpectedBecause::kTag:
      return "TAG";
    case ExpectedBecause::kShipToCountry:
      return "SHIP_TO_COUNTRY";
    case ExpectedBecause::kCompany:
      return "COMPANY";
    case ExpectedBecause::kCountry:
      return "COUNTRY";
    case ExpectedBecause::kCallerRequest:
      return "CALLER_REQUEST";
  }
  return "";
}

absl::string_view DriftWinnerName(DriftWinner winner) {
  switch (winner) {
    case DriftWinner::kLastWriter:
      return "LAST_WRITER";
    case DriftWinner::kUpstream:
      return "UPSTREAM";
    case DriftWinner::kMaster:
      return "MASTER";
  }
  return "";
}

}  // namespace landfall::model
