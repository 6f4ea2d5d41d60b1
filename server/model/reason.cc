#include "server/model/reason.h"

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
    {ReasonCode::kSourceIncomplete, "SOURCE_INCOMPLETE"},
};

}  // namespace

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
