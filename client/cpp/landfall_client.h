#pragma once

#include <memory>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "landfall/v1/card_service.pb.h"
#include "landfall/v1/error_reason.pb.h"
#include "landfall/v1/promotion_service.pb.h"
#include "landfall/v1/record_service.pb.h"
#include "landfall/v1/source_service.pb.h"
#include "landfall/v1/subscription_service.pb.h"

namespace landfall::client {

struct ClientOptions {
  std::string server = "127.0.0.1:7450";
  std::string api_key;  // empty: none is sent
  bool tls = false;
  // A key may go in the clear to another machine: the network is safe.
  bool insecure = false;
  std::string tls_ca;    // PEM file; empty: the system's certificates
  std::string tls_cert;  // PEM files for a server that asks for them
  std::string tls_key;
  absl::Duration timeout = absl::Seconds(30);  // for each attempt
  int attempts = 3;  // of calls that may be repeated, at least 1
};

// Ends a stream that another thread reads. For one stream at a time, and for
// those after it. Thread-safe.
class Cancellation {
 public:
  Cancellation();
  ~Cancellation();
  // The stream ends soon; one that begins later ends at once.
  void Cancel();
  bool cancelled() const;
  // Waits so long, or until it is cancelled: then false.
  bool SleepFor(absl::Duration time);

 private:
  friend class LandfallClient;
  struct State;
  const std::unique_ptr<State> state_;
};

// Calls a landfalld, one function per RPC. Every attempt has a deadline; calls
// that change nothing when repeated are repeated after UNAVAILABLE, and a push
// after DEADLINE_EXCEEDED too, waiting 100 ms, then twice as long each time up
// to 5 s.
//
// Errors have the server's code and message; ReasonOf and IsAnswer tell more
// about them. Thread-safe.
class LandfallClient {
 public:
  // Does not connect yet. INVALID_ARGUMENT: a TLS file cannot be read, or
  // SendsKeyInTheClear(options).
  static absl::StatusOr<std::unique_ptr<LandfallClient>> Create(
      ClientOptions options);
  ~LandfallClient();

  absl::Status CheckPromotion(const v1::CheckPromotionRequest& request,
                              v1::CheckPromotionResponse* response);
  absl::Status BatchCheckPromotion(
      const v1::BatchCheckPromotionRequest& request,
      v1::BatchCheckPromotionResponse* response);
  absl::Status ListCards(const v1::ListCardsRequest& request,
                         v1::ListCardsResponse* response);
  absl::Status GetCard(const v1::GetCardRequest& request, v1::Card* response);
  absl::Status ListCardRecords(const v1::ListCardRecordsRequest& request,
                               v1::ListCardRecordsResponse* response);
  absl::Status GetCardHistory(const v1::GetCardHistoryRequest& request,
                              v1::GetCardHistoryResponse* response);
  absl::Status ListEvents(const v1::ListEventsRequest& request,
                          v1::ListEventsResponse* response);
  // One stream without a deadline, not repeated: calls `on_message` with every
  // message until it answers false, which ends the stream well. CANCELLED once
  // `cancellation` says so.
  absl::Status WatchCard(
      const v1::WatchCardRequest& request, Cancellation& cancellation,
      absl::FunctionRef<bool(const v1::WatchCardResponse&)> on_message);
  absl::Status GetRecord(const v1::GetRecordRequest& request,
                         v1::GetRecordResponse* response);
  absl::Status BatchUpsertRecords(const v1::BatchUpsertRecordsRequest& request,
                                  v1::BatchUpsertRecordsResponse* response);
  // Not repeated: the second attempt would say NOT_FOUND.
  absl::Status EraseRecord(const v1::EraseRecordRequest& request,
                           v1::EraseRecordResponse* response);
  absl::Status ListSources(const v1::ListSourcesRequest& request,
                           v1::ListSourcesResponse* response);
  // Not repeated: the answer to the second attempt has no secret.
  absl::Status CreateSubscription(const v1::CreateSubscriptionRequest& request,
                                  v1::CreateSubscriptionResponse* response);
  absl::Status DeleteSubscription(const v1::DeleteSubscriptionRequest& request,
                                  v1::DeleteSubscriptionResponse* response);
  absl::Status ListSubscriptions(const v1::ListSubscriptionsRequest& request,
                                 v1::ListSubscriptionsResponse* response);
  // May be repeated: a run that was begun is joined.
  absl::Status SyncSource(const v1::SyncSourceRequest& request,
                          v1::SyncSourceResponse* response);
  absl::Status ListSourceRuns(const v1::ListSourceRunsRequest& request,
                              v1::ListSourceRunsResponse* response);

 private:
  struct Connection;
  LandfallClient();

  std::unique_ptr<Connection> connection_;
};

// Whether the options send an API key to another machine without TLS, and do
// not say that this is meant.
bool SendsKeyInTheClear(const ClientOptions& options);

// The reason that a server gave with an error; unspecified when none did.
v1::ErrorReason::Value ReasonOf(const absl::Status& status);

// False when the error did not come from a landfalld: it cannot be reached, or
// did not answer in time.
bool IsAnswer(const absl::Status& status);

}  // namespace landfall::client
