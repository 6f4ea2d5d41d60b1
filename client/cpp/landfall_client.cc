// Requests -> calls with deadline and repetition -> responses or statuses.
// Entry point: LandfallClient.
#include "client/cpp/landfall_client.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <sstream>
#include <thread>
#include <type_traits>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "client/cpp/server_address.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/create_channel.h"
#include "landfall/v1/card_service.grpc.pb.h"
#include "landfall/v1/promotion_service.grpc.pb.h"
#include "landfall/v1/record_service.grpc.pb.h"
#include "landfall/v1/source_service.grpc.pb.h"
#include "landfall/v1/subscription_service.grpc.pb.h"
#include "server/base/status_macros.h"

namespace landfall::client {
namespace {

constexpr absl::string_view kDetailUrl =
    "type.googleapis.com/landfall.v1.ErrorDetail";
// A page of 1,000 records with all their findings can pass gRPC's 4 MiB.
constexpr int kMaxReceiveBytes = 64 << 20;
constexpr absl::Duration kFirstWait = absl::Milliseconds(100);
constexpr absl::Duration kLongestWait = absl::Seconds(5);

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  absl::Status result(static_cast<absl::StatusCode>(status.error_code()),
                      status.error_message());
  google::rpc::Status details;
  v1::ErrorDetail detail;
  if (details.ParseFromString(status.error_details()) &&
      details.details_size() > 0 && details.details(0).UnpackTo(&detail)) {
    result.SetPayload(kDetailUrl, absl::Cord(detail.SerializeAsString()));
  }
  return result;
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  if (path.empty()) return std::string();
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  if (!file || !(content << file.rdbuf())) {
    return absl::InvalidArgumentError(absl::StrCat("cannot read ", path));
  }
  return content.str();
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> MakeCredentials(
    const ClientOptions& options) {
  if (!options.tls) return grpc::InsecureChannelCredentials();
  grpc::SslCredentialsOptions ssl;
  LF_ASSIGN_OR_RETURN(ssl.pem_root_certs, ReadFile(options.tls_ca));
  LF_ASSIGN_OR_RETURN(ssl.pem_cert_chain, ReadFile(options.tls_cert));
  LF_ASSIGN_OR_RETURN(ssl.pem_private_key, ReadFile(options.tls_key));
  return grpc::SslCredentials(ssl);
}

// A push that took too long waited behind another write, such as an erasure
// from a large store: it is to come in all the same. Whoever asks for more than
// the server answers in time would only ask for it again.
template <typename Request>
constexpr bool IsPush() {
  return std::is_same_v<Request, v1::BatchUpsertRecordsRequest>;
}

}  // namespace

struct Cancellation::State {
  mutable absl::Mutex mutex;
  bool cancelled ABSL_GUARDED_BY(mutex) = false;
  grpc::ClientContext* stream ABSL_GUARDED_BY(mutex) = nullptr;

  void Begin(grpc::ClientContext* context) ABSL_LOCKS_EXCLUDED(mutex) {
    absl::MutexLock lock(&mutex);
    stream = context;
    if (cancelled) context->TryCancel();
  }
  void End() ABSL_LOCKS_EXCLUDED(mutex) {
    absl::MutexLock lock(&mutex);
    stream = nullptr;
  }
};

Cancellation::Cancellation() : state_(std::make_unique<State>()) {}
Cancellation::~Cancellation() = default;

void Cancellation::Cancel() {
  absl::MutexLock lock(&state_->mutex);
  state_->cancelled = true;
  if (state_->stream != nullptr) state_->stream->TryCancel();
}

bool Cancellation::cancelled() const {
  absl::MutexLock lock(&state_->mutex);
  return state_->cancelled;
}

bool Cancellation::SleepFor(absl::Duration time) {
  absl::MutexLock lock(&state_->mutex);
  return !state_->mutex.AwaitWithTimeout(
      absl::Condition(
          +[](bool* cancelled) { return *cancelled; }, &state_->cancelled),
      time);
}

struct LandfallClient::Connection {
  ClientOptions options;
  std::unique_ptr<v1::PromotionService::Stub> promotion;
  std::unique_ptr<v1::CardService::Stub> cards;
  std::unique_ptr<v1::RecordService::Stub> records;
  std::unique_ptr<v1::SourceService::Stub> sources;
  std::unique_ptr<v1::SubscriptionService::Stub> subscriptions;

  void AddKey(grpc::ClientContext& context) const {
    if (options.api_key.empty()) return;
    context.AddMetadata("authorization", "Bearer " + options.api_key);
  }

  // Calls `method` of `stub` up to `attempts` times.
  template <typename Stub, typename Request, typename Response>
  absl::Status Call(Stub& stub,
                    grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                 const Request&, Response*),
                    int attempts, const Request& request, Response* response) {
    absl::Duration wait = kFirstWait;
    for (int attempt = 1;; ++attempt) {
      grpc::ClientContext context;
      context.set_deadline(std::chrono::system_clock::now() +
                           absl::ToChronoMicroseconds(options.timeout));
      AddKey(context);
      response->Clear();
      const grpc::Status status = (stub.*method)(&context, request, response);
      const bool again =
          status.error_code() == grpc::StatusCode::UNAVAILABLE ||
          (IsPush<Request>() &&
           status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED);
      if (!again || attempt >= attempts) return FromGrpc(status);
      std::this_thread::sleep_for(absl::ToChronoMilliseconds(wait));
      wait = std::min(wait * 2, kLongestWait);
    }
  }
};

bool SendsKeyInTheClear(const ClientOptions& options) {
  return !options.api_key.empty() && !options.tls && !options.insecure &&
         !IsThisMachine(options.server);
}

LandfallClient::LandfallClient() = default;
LandfallClient::~LandfallClient() = default;

absl::StatusOr<std::unique_ptr<LandfallClient>> LandfallClient::Create(
    ClientOptions options) {
  if (SendsKeyInTheClear(options)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the API key would go to ", options.server,
        " in the clear; set tls, or insecure if the network is safe"));
  }
  LF_ASSIGN_OR_RETURN(auto credentials, MakeCredentials(options));
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxReceiveBytes);
  // Otherwise an attempt within a second of a failed one fails without trying.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
  // A stream notices that the server's machine has gone. More often, and the
  // server would take it for an attack.
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 70000);
  const std::shared_ptr<grpc::Channel> channel =
      grpc::CreateCustomChannel(options.server, credentials, arguments);
  auto client = std::unique_ptr<LandfallClient>(new LandfallClient());
  client->connection_ = std::make_unique<Connection>();
  Connection& connection = *client->connection_;
  connection.options = std::move(options);
  connection.promotion = v1::PromotionService::NewStub(channel);
  connection.cards = v1::CardService::NewStub(channel);
  connection.records = v1::RecordService::NewStub(channel);
  connection.sources = v1::SourceService::NewStub(channel);
  connection.subscriptions = v1::SubscriptionService::NewStub(channel);
  return client;
}

#define LF_CLIENT_CALL(service, stub, rpc, Response, attempts)         \
  absl::Status LandfallClient::rpc(const v1::rpc##Request& request,    \
                                   v1::Response* response) {           \
    Connection& c = *connection_;                                      \
    return c.Call(*c.stub, &v1::service::Stub::rpc, attempts, request, \
                  response);                                           \
  }

LF_CLIENT_CALL(PromotionService, promotion, CheckPromotion,
               CheckPromotionResponse, c.options.attempts)
LF_CLIENT_CALL(PromotionService, promotion, BatchCheckPromotion,
               BatchCheckPromotionResponse, c.options.attempts)
LF_CLIENT_CALL(CardService, cards, ListCards, ListCardsResponse,
               c.options.attempts)
LF_CLIENT_CALL(CardService, cards, GetCard, Card, c.options.attempts)
LF_CLIENT_CALL(CardService, cards, ListCardRecords, ListCardRecordsResponse,
               c.options.attempts)
LF_CLIENT_CALL(CardService, cards, GetCardHistory, GetCardHistoryResponse,
               c.options.attempts)
LF_CLIENT_CALL(CardService, cards, ListEvents, ListEventsResponse,
               c.options.attempts)
LF_CLIENT_CALL(RecordService, records, GetRecord, GetRecordResponse,
               c.options.attempts)
LF_CLIENT_CALL(RecordService, records, BatchUpsertRecords,
               BatchUpsertRecordsResponse, c.options.attempts)
LF_CLIENT_CALL(RecordService, records, EraseRecord, EraseRecordResponse, 1)
LF_CLIENT_CALL(SourceService, sources, ListSources, ListSourcesResponse,
               c.options.attempts)
LF_CLIENT_CALL(SubscriptionService, subscriptions, CreateSubscription,
               CreateSubscriptionResponse, 1)
LF_CLIENT_CALL(SubscriptionService, subscriptions, DeleteSubscription,
               DeleteSubscriptionResponse, c.options.attempts)
LF_CLIENT_CALL(SubscriptionService, subscriptions, ListSubscriptions,
               ListSubscriptionsResponse, c.options.attempts)
LF_CLIENT_CALL(SourceService, sources, SyncSource, SyncSourceResponse,
               c.options.attempts)
LF_CLIENT_CALL(SourceService, sources, ListSourceRuns, ListSourceRunsResponse,
               c.options.attempts)

#undef LF_CLIENT_CALL

absl::Status LandfallClient::WatchCard(
    const v1::WatchCardRequest& request, Cancellation& cancellation,
    absl::FunctionRef<bool(const v1::WatchCardResponse&)> on_message) {
  grpc::ClientContext context;
  connection_->AddKey(context);
  cancellation.state_->Begin(&context);
  const auto stream = connection_->cards->WatchCard(&context, request);
  v1::WatchCardResponse message;
  bool enough = false;
  while (!enough && stream->Read(&message)) enough = !on_message(message);
  if (enough) context.TryCancel();
  const grpc::Status status = stream->Finish();
  cancellation.state_->End();
  return enough ? absl::OkStatus() : FromGrpc(status);
}

v1::ErrorReason::Value ReasonOf(const absl::Status& status) {
  v1::ErrorDetail detail;
  const absl::optional<absl::Cord> payload = status.GetPayload(kDetailUrl);
  if (payload.has_value()) detail.ParseFromString(std::string(*payload));
  return detail.reason();
}

bool IsAnswer(const absl::Status& status) {
  if (status.GetPayload(kDetailUrl).has_value()) return true;
  return status.code() != absl::StatusCode::kUnavailable &&
         status.code() != absl::StatusCode::kDeadlineExceeded;
}

}  // namespace landfall::client
