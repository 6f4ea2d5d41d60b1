#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/base/decimal.h"
#include "server/model/key_kind.h"
#include "server/model/reason.h"
#include "server/model/record_ref.h"

namespace landfall::model {

enum class Verdict {
  kPromoted,
  kNotPromoted,
  kAwaitingSync,
  kOutOfScope,
  kUnknown,
};

// How certain the list of expected entities is. kAny: a caller asked with bare
// keys and named no entity, so every entity counts.
enum class ExpectationClarity { kClear, kAmbiguous, kUnmapped, kAny };

enum class Outcome { kPresent, kMissing, kPresentNotExpected, kUnknown };

// Which rule made an entity expected.
enum class ExpectedBecause {
  kNone,  // not expected
  kCustomerOverride,
  kTag,
  kShipToCountry,
  kCompany,        // the Dataverse record's company
  kCountry,        // the Dataverse record's country
  kCallerRequest,  // expectedEntities of the request
};

// "NOT_PROMOTED", "PRESENT_NOT_EXPECTED" and so on, as on the wire.
absl::string_view VerdictName(Verdict verdict);
absl::string_view ClarityName(ExpectationClarity clarity);
absl::string_view OutcomeName(Outcome outcome);
absl::string_view ExpectedBecauseName(ExpectedBecause because);

struct MasterMatch {
  RecordRef record;
  std::string account;
  std::string name;
  KeyKinds matched_on;
  bool blocked = false;
  std::string url;  // deep link, empty when the source has no url
};

struct EntityOutcome {
  std::string entity;
  Outcome outcome = Outcome::kMissing;
  ExpectedBecause because = ExpectedBecause::kNone;
  bool candidate = false;  // one of several that two rules disagree about
  std::vector<MasterMatch> customers;
};

// A key of the customer that was asked about.
struct KeyReport {
  KeyKind kind = KeyKind::kEmail;
  std::string normalized;  // set when usable
  bool usable = false;
  std::string problem;  // "BAD_CHECKSUM", set when not usable
  std::string raw;      // set when not usable
};

struct NearMatch {
  RecordRef record;
  std::string rule;    // "EMAIL_PLUS_TAG"
  std::string detail;  // both values
};

// An upstream customer of another source with a key in common.
struct Counterpart {
  RecordRef record;
  Verdict verdict = Verdict::kUnknown;
};

// Which side is right when a mapped field differs, by the table map.
enum class DriftWinner {
  kLastWriter,  // both ways: whoever saves last
  kUpstream,
  kMaster,
};
// "LAST_WRITER" and so on, as on the wire.
absl::string_view DriftWinnerName(DriftWinner winner);

// A mapped field whose values differ between a customer that has landed and its
// master.
struct FieldDrift {
  std::string map;     // "Customers V3 (accounts)"
  std::string entity;  // legal entity of the master
  RecordRef master;
  std::string upstream_field;
  std::string master_field;
  std::string upstream_value;
  std::string master_value;
  std::string map_type;  // "=", as dual-write shows it
  DriftWinner winner = DriftWinner::kLastWriter;
};

// What a table map would stop a record for, found before anybody sends it.
struct PreflightFinding {
  std::string map;
  ReasonCode code = ReasonCode::kMandatoryFieldMissing;
  std::string entity;  // legal entity that lacks a value, or empty
  std::string upstream_field;
  std::string master_field;
  std::string value;  // that the other side does not have
  std::string message;
  std::string action;
};

struct Money {
  std::string currency;
  base::Decimal amount;  // saturated: the true amount is beyond it
};

struct CheckAnswer {
  Verdict verdict = Verdict::kUnknown;
  std::string explanation;  // one sentence or two
  ExpectationClarity clarity = ExpectationClarity::kClear;
  std::vector<EntityOutcome> entities;  // expected ones first, then by id
  std::vector<Reason> reasons;          // most specific first, never empty
  std::vector<KeyReport> keys;
  std::vector<NearMatch> near_matches;  // at most three, best rule first
  std::vector<Counterpart> counterparts;
  std::vector<FieldDrift> drift;            // of a customer that has landed
  std::vector<PreflightFinding> preflight;  // of a record that has not
  Money blocked_value;                      // in the reporting currency
  std::vector<Money> blocked_by_currency;
  // Of currencies without a rate and of blocked orders without an amount.
  std::vector<std::string> unpriced_currencies;
  int unpriced_orders = 0;  // blocked ones without an amount
  std::optional<absl::Time> since;
  std::string revision;
};

}  // namespace landfall::model
