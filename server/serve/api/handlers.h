#pragma once

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "landfall/v1/card_service.pb.h"
#include "landfall/v1/promotion_service.pb.h"
#include "landfall/v1/record_service.pb.h"
#include "landfall/v1/source_service.pb.h"
#include "server/base/budget.h"
#include "server/base/clock.h"
#include "server/ingest/ingest.h"
#include "server/reconcile/reconciler.h"
#include "server/serve/api/push.h"
#include "server/serve/api/validate.h"

namespace landfall::serve::api {

// An answer, and the time that was asked for.
struct Checked {
  reconcile::AnswerRef answer;
  absl::Time as_of;
};

// What every transport calls: one function per RPC that validates the request,
// asks the reconciler and fills the response. Each error carries an ErrorDetail
// (see errors.h). Immutable, thread-safe.
class Handlers {
 public:
  // All must outlive the handlers.
  Handlers(const reconcile::Reconciler& reconciler, ingest::Ingest& ingest,
           const base::Clock& clock)
      : reconciler_(reconciler), ingest_(ingest), clock_(clock) {}

  // The same for one call, whose long work ends with `budget`. It must outlive
  // them.
  Handlers Within(base::Budget& budget) const {
    Handlers handlers(reconciler_, ingest_, clock_);
    handlers.budget_ = &budget;
    return handlers;
  }

  absl::Status CheckPromotion(const v1::CheckPromotionRequest& request,
                              v1::CheckPromotionResponse* response) const;
  // CheckPromotion before its answer becomes a message.
  absl::StatusOr<Checked> Check(const v1::CheckPromotionRequest& request) const;
  // Check for threads that must never wait: nullopt when it had to.
  absl::StatusOr<std::optional<Checked>> TryCheck(
      const v1::CheckPromotionRequest& request) const;
  absl::Status BatchCheckPromotion(
      const v1::BatchCheckPromotionRequest& request,
      v1::BatchCheckPromotionResponse* response) const;
  // One message of the stream.
  absl::Status StreamCheckPromotion(
      const v1::StreamCheckPromotionRequest& request,
      v1::StreamCheckPromotionResponse* response) const;

  absl::Status ListCards(const v1::ListCardsRequest& request,
                         v1::ListCardsResponse* response) const;
  absl::Status GetCard(const v1::GetCardRequest& request,
                       v1::Card* response) const;
  absl::Status ListCardRecords(const v1::ListCardRecordsRequest& request,
                               v1::ListCardRecordsResponse* response) const;
  absl::Status GetCardHistory(const v1::GetCardHistoryRequest& request,
                              v1::GetCardHistoryResponse* response) const;

  absl::Status GetRecord(const v1::GetRecordRequest& request,
                         v1::GetRecordResponse* response) const;
  absl::Status BatchUpsertRecords(
      const v1::BatchUpsertRecordsRequest& request,
      v1::BatchUpsertRecordsResponse* response) const;
  // A stream of upserts: StartPush() once, then PushRecords for each message,
  // with `last` holding source, type and company of the message before.
  Push StartPush() const { return {ingest_, reconciler_.settings()}; }
  absl::Status PushRecords(v1::UpsertRecordsRequest& request,
                           const v1::UpsertRecordsRequest& last,
                           Push& push) const;
  absl::Status EraseRecord(const v1::EraseRecordRequest& request,
                           v1::EraseRecordResponse* response) const;

  // The reference that a request to erase is about, in one spelling; as it was
  // written when it names nothing that there can be, "" when it names nothing.
  std::string Target(const v1::EraseRecordRequest& request) const;

  absl::Status ListSources(const v1::ListSourcesRequest& request,
                           v1::ListSourcesResponse* response) const;

 private:
  RequestScope Scope() const {
    return RequestScope{reconciler_.settings(), clock_.Now()};
  }
  absl::Status CheckAll(
      const google::protobuf::RepeatedPtrField<v1::CheckPromotionRequest>&
          checks,
      google::protobuf::RepeatedPtrField<v1::CheckResult>* results) const;

  base::Budget& BudgetOr(base::Budget& endless) const {
    return budget_ == nullptr ? endless : *budget_;
  }

  const reconcile::Reconciler& reconciler_;
  ingest::Ingest& ingest_;
  const base::Clock& clock_;
  base::Budget* budget_ = nullptr;
};

}  // namespace landfall::serve::api
