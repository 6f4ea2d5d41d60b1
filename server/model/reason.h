#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace landfall::model {

// Why a verdict is what it is.
enum class ReasonCode {
  kInExpectedEntity,
  kNotFound,
  kPresentInOtherEntity,
  kAmbiguousEntity,
  kUnmappedEntity,
  kWithinGrace,
  kExcludedByMapFilter,
  kOutOfScopeRule,
  kNoActiveOrders,
  kQuoteOnly,
  kNoCompanyOnRecord,
  kMandatoryFieldMissing,
  kReferenceDataMissing,
  kPluginError,
  kPermissionError,
  kDuplicateInTarget,
  kMapNotRunning,
  kSyncSkipped,
  kOtherError,  // an ingested error that no known message explains
  kNoUsableKey,
  kKeySharedByMany,
  kConflictingKeys,
  kSeveralMasters,
  kMappedToCatchAll,
  kMasterBlocked,
  kNearMatch,
  kWeakKey,
  kSourceNeverSynced,
  kSourceStale,
  kRecordNotHeld,
  kNotACustomerType,
  kNotSellable,
  kInactive,
  kMerged,
  kSourceIncomplete,  // the newest read is known not to be everything
};

// "PRESENT_IN_OTHER_ENTITY" and so on, as on the wire.
absl::string_view ReasonName(ReasonCode code);
std::optional<ReasonCode> ParseReason(absl::string_view name);

struct Reason {
  ReasonCode code = ReasonCode::kNotFound;
  std::string entity;  // legal entity id, or empty
  std::string message;
  std::string action;  // what to do next, or empty
};

}  // namespace landfall::model
