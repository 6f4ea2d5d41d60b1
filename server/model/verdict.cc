#include "server/model/verdict.h"

namespace landfall::model {
namespace {

struct ReasonRow {
  ReasonCode code;
  absl::string_view name;
};

constexpr ReasonRow kReasons[] = {
    {ReasonCode::kInExpectedEntity, "IN_EXPECTED_ENTITY"},
    {ReasonCode::kNotFound, "NOT_FOUND"},
    {ReasonCode::kPresentInOtherEntity, "PRESENT_IN_OTHER_ENTITY"},
    {ReasonCode::kAmbiguousEntity, "AMBIGUOUS_ENTITY"},
    {ReasonCode::kUnmappedEntity, "UNMAPPED_ENTITY"},
    {ReasonCode::kWithinGrace, "WITHIN_GRACE"},
    {ReasonCode::kExcludedByMapFilter, "EXCLUDED_BY_MAP_FILTER"},
    {ReasonCode::kOutOfScopeRule, "OUT_OF_SCOPE_RULE"},
    {ReasonCode::kNoActiveOrders, "NO_ACTIVE_ORDERS"},
    {ReasonCode::kQuoteOnly, "QUOTE_ONLY"},
    {ReasonCode::kNoCompanyOnRecord, "NO_COMPANY_ON_RECORD"},
    {ReasonCode::kMandatoryFieldMissing, "MANDATORY_FIELD_MISSING"},
    {ReasonCode::kReferenceDataMissing, "REFERENCE_DATA_MISSING"},
    {ReasonCode::kPluginError, "PLUGIN_ERROR"},
    {ReasonCode::kPermissionError, "PERMISSION_ERROR"},
    {ReasonCode::kDuplicateInTarget, "DUPLICATE_IN_TARGET"},
    {ReasonCode::kMapNotRunning, "MAP_NOT_RUNNING"},
    {ReasonCode::kSyncSkipped, "SYNC_SKIPPED"},
    {ReasonCode::kOtherError, "OTHER_ERROR"},
    {ReasonCode::kNoUsableKey, "NO_USABLE_KEY"},
    {ReasonCode::kKeySharedByMany, "KEY_SHARED_BY_MANY"},
    {ReasonCode::kConflictingKeys, "CONFLICTING_KEYS"},
    {ReasonCode::kSeveralMasters, "SEVERAL_MASTERS"},
    {ReasonCode::kMappedToCatchAll, "MAPPED_TO_CATCH_ALL"},
    {ReasonCode::kMasterBlocked, "MASTER_BLOCKED"},
    {ReasonCode::kNearMatch, "NEAR_MATCH"},
    {ReasonCode::kWeakKey, "WEAK_KEY"},
    {ReasonCode::kSourceNeverSynced, "SOURCE_NEVER_SYNCED"},
    {ReasonCode::kSourceStale, "SOURCE_STALE"},
    {ReasonCode::kRecordNotHeld, "RECORD_NOT_HELD"},
    {ReasonCode::kNotACustomerType, "NOT_A_CUSTOMER_TYPE"},
    {ReasonCode::kNotSellable, "NOT_SELLABLE"},
    {ReasonCode::kInactive, "INACTIVE"},
    {ReasonCode::kMerged, "MERGED"},
};

}  // namespace

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

absl::string_view ReasonName(ReasonCode code) {
  for (const ReasonRow& row : kReasons) {
    if (row.code == code) return row.name;
  }
  return "";
}

std::optional<ReasonCode> ParseReason(absl::string_view name) {
  for (const ReasonRow& row : kReasons) {
    if (row.name == name) return row.code;
  }
  return std::nullopt;
}

}  // namespace landfall::model
