#pragma once

#include <cstdint>
#include <optional>

#include "google/protobuf/timestamp.pb.h"
#include "landfall/v1/answer.pb.h"
#include "landfall/v1/card.pb.h"
#include "landfall/v1/card_service.pb.h"
#include "landfall/v1/customer.pb.h"
#include "landfall/v1/event.pb.h"
#include "landfall/v1/record_service.pb.h"
#include "landfall/v1/source_service.pb.h"
#include "landfall/v1/verdict.pb.h"
#include "server/model/card.h"
#include "server/model/event.h"
#include "server/model/history.h"
#include "server/model/query.h"
#include "server/model/record.h"
#include "server/model/settings.h"
#include "server/model/verdict.h"
#include "server/pull/rate_sync.h"
#include "server/pull/sync_status.h"
#include "server/reconcile/reconciler.h"

namespace landfall::serve::api {

// Values of the domain <-> messages, mechanically; no rule and no limit lives
// here. The To functions read messages, the Fill functions write them, setting
// every field. All are pure.

// A count as messages have it: 64-bit numbers become quoted strings in proto
// JSON, so one that is larger stays at the largest, and less than none is 0.
int32_t CutCount(int64_t number);

model::GivenKeys ToGivenKeys(const v1::CustomerKeys& keys);
// nullopt for a number that is not a reason code.
std::optional<model::ReasonCode> ToReasonCode(v1::ReasonCode::Value code);

// nullopt for a number that is not an event type.
std::optional<model::EventType> ToEventType(v1::EventType::Value type);
// nullopt for a number that is not a cause.
std::optional<model::EventCause> ToEventCause(v1::EventCause::Value cause);

v1::Verdict::Value FromVerdict(model::Verdict verdict);
v1::Expectation::Value FromClarity(model::ExpectationClarity clarity);
v1::Outcome::Value FromOutcome(model::Outcome outcome);
// UNSPECIFIED for kNone.
v1::ExpectedBecause::Value FromBecause(model::ExpectedBecause because);
v1::ReasonCode::Value FromReasonCode(model::ReasonCode code);
v1::KeyKind::Value FromKeyKind(model::KeyKind kind);
v1::EventType::Value FromEventType(model::EventType type);
// UNSPECIFIED for kNone.
v1::EventCause::Value FromEventCause(model::EventCause cause);

void FillTime(absl::Time time, google::protobuf::Timestamp* message);
void FillRef(const model::RecordRef& ref, v1::RecordRef* message);
void FillMoney(const model::Money& money, v1::Money* message);
void FillReason(const model::Reason& reason, v1::Reason* message);
void FillEntity(const model::EntityOutcome& entity, v1::EntityOutcome* message);
void FillCounterpart(const model::Counterpart& counterpart,
                     v1::Counterpart* message);
void FillDrift(const model::FieldDrift& drift, v1::FieldDrift* message);
void FillFinding(const model::PreflightFinding& finding,
                 v1::PreflightFinding* message);
void FillCheck(const model::CheckAnswer& answer, absl::Time as_of,
               v1::CheckPromotionResponse* message);
void FillCard(const model::Card& card, v1::Card* message);
void FillCardHistory(const model::CardHistory& history,
                     v1::GetCardHistoryResponse* message);
void FillCardRecord(const model::CardRecord& record, v1::CardRecord* message);
void FillEvent(const model::ListedEvent& listed, v1::Event* message);
void FillHeldRecord(const model::Record& record, v1::HeldRecord* message);
void FillLegalEntity(const model::LegalEntity& entity,
                     v1::LegalEntity* message);
// `settings` is that of the source, for the field map; may be nullptr.
void FillSource(const reconcile::SourceStatus& status,
                const model::Source* settings, absl::Time now,
                v1::Source* message);

void FillRun(const pull::RunRecord& run, v1::SourceRun* message);
void FillRates(const pull::RateStatus& status, absl::Time now,
               v1::ExchangeRateFeed* message);
void FillSync(const pull::SyncStatus& status, absl::Time now,
              v1::Source* message);

}  // namespace landfall::serve::api
