#pragma once

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "landfall/v1/card_service.pb.h"
#include "landfall/v1/promotion_service.pb.h"
#include "landfall/v1/record_service.pb.h"
#include "landfall/v1/source_service.pb.h"
#include "landfall/v1/subscription_service.pb.h"
#include "server/base/budget.h"
#include "server/base/clock.h"
#include "server/ingest/ingest.h"
#include "server/pull/sync.h"
#include "server/reconcile/reconciler.h"
#include "server/serve/api/card_watch.h"
#include "server/serve/api/push.h"
#include "server/serve/api/validate.h"

namespace landfall::deliver {
class Subscriptions;
}

namespace landfall::serve::api {

// Who makes a call, as far as its answer depends on that. The view must outlive
// the call.
struct CallerView {
  absl::string_view id{};
  bool sees_all = false;  // also what belongs to others
};

// What every transport calls: one function per RPC that validates the request,
// asks the reconciler and fills the response. Each error carries an ErrorDetail
// (see errors.h). Immutable, thread-safe.
class Handlers {
 public:
  // All must outlive the handlers. `subscriptions` may be nullptr: none are
  // taken.
  Handlers(const reconcile::Reconciler& reconciler, ingest::Ingest& ingest,
           const base::Clock& clock,
           deliver::Subscriptions* subscriptions = nullptr,
           const pull::Sync* sync = nullptr)
      : reconciler_(reconciler),
        ingest_(ingest),
        clock_(clock),
        subscriptions_(subscriptions),
        sync_(sync) {}

  // The same for one call of `caller`, whose long work ends with `budget`. Both
  // must outlive them.
  Handlers Within(base::Budget& budget, const CallerView& caller = {}) const {
    Handlers handlers(reconciler_, ingest_, clock_, subscriptions_, sync_);
    handlers.budget_ = &budget;
    handlers.caller_ = caller;
    return handlers;
  }

  absl::Status CheckPromotion(const v1::CheckPromotionRequest& request,
                              v1::CheckPromotionResponse* response) const;
  // CheckPromotion for threads that must never wait: false when it had to.
  absl::StatusOr<bool> TryCheckPromotion(
      const v1::CheckPromotionRequest& request,
      v1::CheckPromotionResponse* response) const;
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
  absl::Status ListEvents(const v1::ListEventsRequest& request,
                          v1::ListEventsResponse* response) const;
  // A stream of events: StartWatch() once, which reads nothing yet.
  absl::StatusOr<CardWatch> StartWatch(
      const v1::WatchCardRequest& request) const;

  absl::Status GetRecord(const v1::GetRecordRequest& request,
                         v1::GetRecordResponse* response) const;
  absl::Status BatchUpsertRecords(
      const v1::BatchUpsertRecordsRequest& request,
      v1::BatchUpsertRecordsResponse* response) const;
  absl::Status ReportErrorEvent(const v1::ReportErrorEventRequest& request,
                                v1::ReportErrorEventResponse* response) const;
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
  absl::Status SyncSource(const v1::SyncSourceRequest& request,
                          v1::SyncSourceResponse* response) const;
  absl::Status ListSourceRuns(const v1::ListSourceRunsRequest& request,
                              v1::ListSourceRunsResponse* response) const;

  absl::Status CreateSubscription(
      const v1::CreateSubscriptionRequest& request,
      v1::CreateSubscriptionResponse* response) const;
  absl::Status DeleteSubscription(
      const v1::DeleteSubscriptionRequest& request,
      v1::DeleteSubscriptionResponse* response) const;
  absl::Status ListSubscriptions(const v1::ListSubscriptionsRequest& request,
                                 v1::ListSubscriptionsResponse* response) const;

 private:
  RequestScope Scope() const {
    return RequestScope{reconciler_.settings(), clock_.Now()};
  }
  absl::Status CheckAll(
      const google::protobuf::RepeatedPtrField<v1::CheckPromotionRequest>&
          checks,
      google::protobuf::RepeatedPtrField<v1::CheckResult>* results) const;
  // True when asking again for a card, now, may bring the cursor that it lacks.
  template <typename Request>
  bool MayGetCursor(const Request& request, const std::string& cursor,
                    int attempt) const;
  base::Budget& BudgetOr(base::Budget& endless) const {
    return budget_ == nullptr ? endless : *budget_;
  }

  const reconcile::Reconciler& reconciler_;
  ingest::Ingest& ingest_;
  const base::Clock& clock_;
  deliver::Subscriptions* const subscriptions_;
  const pull::Sync* const sync_;  // nullptr: nothing is pulled
  base::Budget* budget_ = nullptr;
  CallerView caller_{};
};

}  // namespace landfall::serve::api
