// Options -> the object graph of landfalld, one named step each.
// Entry points: Server::Start and Stop.
#include "server/app/server.h"

#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>
#include <optional>
#include <utility>

#include "absl/synchronization/mutex.h"
#include "server/app/log.h"
#include "server/app/memory_keeper.h"
#include "server/app/subscription_log.h"
#include "server/base/clock.h"
#include "server/base/status_macros.h"
#include "server/deliver/deliverer.h"
#include "server/deliver/subscriptions.h"
#include "server/engine/engine.h"
#include "server/notify/receiver.h"
#include "server/pull/client_sender.h"
#include "server/pull/sync.h"
#include "server/serve/api/convert.h"
#include "server/serve/api/handlers.h"
#include "server/serve/grpc/accept_watch.h"
#include "server/serve/grpc/grpc_server.h"
#include "server/serve/http/http_server.h"
#include "server/serve/json/json_writer.h"
#include "server/serve/metrics/metrics_page.h"
#include "server/store/postgres/postgres_record_store.h"
#include "server/store/rocksdb_record_store.h"

namespace landfall::app {
namespace {

// How long a stop waits for calls that were accepted, and how long balancers
// have to see that no new ones are wanted.
constexpr absl::Duration kStopGrace = absl::Seconds(15);
constexpr absl::Duration kDrainWait = absl::Milliseconds(500);

// How long a start waits for a database that cannot be reached yet. Whoever
// supervises the process starts it again after that.
constexpr absl::Duration kDatabasePatience = absl::Seconds(30);

absl::StatusOr<std::unique_ptr<store::RecordStore>> OpenStore(
    const config::ServerOptions& options) {
  if (options.postgres.empty()) {
    return store::OpenRocksDbStore(options.store_path);
  }
  return store::OpenPostgresStore(options.postgres, kDatabasePatience);
}

// As many file descriptors as the system grants: each connection is one.
void RaiseDescriptorLimit() {
  rlimit limit = {};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

ExitCode StoreExitCode(const absl::Status& status) {
  if (status.code() == absl::StatusCode::kFailedPrecondition) return kTaken;
  if (status.code() == absl::StatusCode::kInternal) return kInternalError;
  return kStoreFailed;
}

ExitCode ListenExitCode(const absl::Status& status) {
  return status.code() == absl::StatusCode::kInvalidArgument ? kWrongConfig
                                                             : kTaken;
}

// The sources that take notifications: nothing comes of them where nothing is
// read.
std::vector<notify::Place> NotifyPlaces(const config::ServerOptions& options,
                                        const pull::Sync& sync) {
  std::vector<notify::Place> places;
  for (const config::SourceConnection& connection : options.connections) {
    pull::SourceSync* const source = sync.Find(connection.source);
    if (source == nullptr || !connection.notify_secret.has_value()) continue;
    places.push_back({connection.source,
                      options.settings.FindSource(connection.source)->system,
                      *connection.notify_secret, [source] { source->Hint(); }});
  }
  return places;
}

// A process that no longer takes gRPC connections cannot be mended from inside;
// whoever supervises it starts a new one.
void EndDeadProcess() {
  LogDeadListener();
  _exit(kInternalError);
}

}  // namespace

// In the order of construction; each uses only those above it.
struct Server::Parts {
  explicit Parts(const config::ServerOptions& given) : options(given) {}

  absl::Status StartHttp();
  absl::Status LoadData(std::unique_ptr<store::RecordStore> store);
  absl::Status OpenDeliveries();
  absl::Status StartGrpc();

  const config::ServerOptions& options;
  const base::SystemClock clock;
  std::unique_ptr<serve::access::AccessControl> access;
  std::optional<serve::access::AuditLog> audit;
  std::optional<serve::calls::CallGate> gate;
  std::optional<serve::http::RouteTable> routes;
  const serve::http::PageFiles files{options.public_url};
  std::unique_ptr<engine::Engine> engine;
  std::unique_ptr<deliver::Deliverer> deliverer;
  std::optional<deliver::Subscriptions> subscriptions;
  std::unique_ptr<pull::Sync> sync;
  std::optional<notify::Receiver> receiver;
  std::optional<serve::api::Handlers> handlers;
  std::optional<serve::metrics::MetricsPage> metrics;
  serve::http::HttpService::MetricsPage write_metrics;
  std::optional<serve::http::HttpService> service;
  std::unique_ptr<serve::http::HttpServer> http;
  std::unique_ptr<serve::grpc::GrpcServer> grpc;
  std::optional<serve::grpc::AcceptWatch> watch;
  const MemoryKeeper memory;
};

absl::Status Server::Parts::StartHttp() {
  LF_ASSIGN_OR_RETURN(routes, serve::http::RouteTable::FromContract());
  serve::http::ServiceOptions service_options;
  service_options.public_url = options.public_url;
  service_options.tls = !options.http.tls_certificate.empty();
  service.emplace(service_options, *routes, *gate, files);
  serve::http::HttpServerOptions http_options;
  http_options.listener = options.http;
  LF_ASSIGN_OR_RETURN(http,
                      serve::http::HttpServer::Start(http_options, *service));
  return absl::OkStatus();
}

absl::Status Server::Parts::LoadData(
    std::unique_ptr<store::RecordStore> store) {
  // The engine keeps it, and outlives the metrics.
  const store::RecordStore* const kept = store.get();
  LF_ASSIGN_OR_RETURN(
      engine, engine::Engine::Open(
                  options.settings, std::move(store),
                  {options.recall,
                   &clock,
                   {.keep = options.keep_events, .on_failing = LogWatch}}));
  LF_RETURN_IF_ERROR(OpenDeliveries());
  LF_ASSIGN_OR_RETURN(
      sync,
      pull::Sync::Open({engine->reconciler().settings(), options.connections,
                        engine->store(), engine->ingest(), clock,
                        [] { return std::make_unique<pull::ClientSender>(); },
                        options.public_url, LogRunWarning, options.rate_feed}));
  receiver.emplace(NotifyPlaces(options, *sync), clock);
  handlers.emplace(engine->reconciler(), engine->ingest(), clock,
                   &*subscriptions, sync.get());
  metrics.emplace(serve::metrics::MetricsSources{
      engine->reconciler(), engine->recall(), *gate, clock, LANDFALL_VERSION,
      [kept] { return static_cast<double>(kept->SizeBytes()); },
      [this] { return static_cast<double>(http->connections()); },
      [this] { return access->keys_file_in_force(); },
      [] { return static_cast<double>(DroppedLogLines()); },
      [this] { return engine->watch()->failing() ? 1.0 : 0.0; },
      [this] { return deliverer->Figures(); }, sync.get(), &*receiver});
  write_metrics = [this] { return metrics->Write(); };
  return absl::OkStatus();
}

absl::Status Server::Parts::OpenDeliveries() {
  const auto body = [](const model::ListedEvent& listed) {
    v1::Event message;
    serve::api::FillEvent(listed, &message);
    return serve::json::JsonOf(message);
  };
  const auto note = [this](const deliver::Note& what) {
    LogSubscription(what, *audit);
  };
  LF_ASSIGN_OR_RETURN(
      deliverer, deliver::Deliverer::Open(
                     {engine->store(), engine->reconciler().settings(), clock,
                      deliver::CallbackRules(options.webhooks.allow,
                                             options.webhooks.allow_private),
                      body, note}));
  subscriptions.emplace(*deliverer);
  deliverer->Start();
  return absl::OkStatus();
}

absl::Status Server::Parts::StartGrpc() {
  serve::grpc::GrpcServerOptions grpc_options;
  grpc_options.listener = options.grpc;
  grpc_options.drain_wait = kDrainWait;
  grpc_options.log_growth = &engine->log_growth();
  LF_ASSIGN_OR_RETURN(
      grpc, serve::grpc::GrpcServer::Start(grpc_options, *gate, *handlers));
  serve::grpc::AcceptWatchOptions watch_options;
  watch_options.address = grpc->address();
  watch_options.threads = [this] { return grpc->threads().count(); };
  watch.emplace(watch_options, &EndDeadProcess);
  return absl::OkStatus();
}

Server::Server() = default;
Server::~Server() = default;

Server::Failure Server::Start(const config::ServerOptions& options) {
  RaiseDescriptorLimit();
  // Debian's Abseil looks for cycles of locks at every lock, as a debug build
  // does; the thread sanitizer does that for us.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  parts_ = std::make_unique<Parts>(options);
  Parts& parts = *parts_;
  auto store = OpenStore(options);
  if (!store.ok()) return {store.status(), StoreExitCode(store.status())};
  parts.audit.emplace((*store)->secret(), parts.clock);
  auto access =
      serve::access::AccessControl::Create(options.auth, parts.clock, nullptr);
  if (!access.ok()) return {access.status(), kWrongConfig};
  parts.access = *std::move(access);
  parts.gate.emplace(serve::calls::CallLimits{}, *parts.access, *parts.audit);
  if (absl::Status status = parts.StartHttp(); !status.ok()) {
    return {status, ListenExitCode(status)};
  }
  if (absl::Status status = parts.LoadData(*std::move(store)); !status.ok()) {
    return {status, StoreExitCode(status)};
  }
  if (absl::Status status = parts.StartGrpc(); !status.ok()) {
    return {status, ListenExitCode(status)};
  }
  parts.service->Publish(*parts.handlers, parts.write_metrics,
                         &*parts.receiver);
  parts.sync->Start();
  return {};
}

const std::string& Server::grpc_address() const {
  return parts_->grpc->address();
}

const std::string& Server::http_address() const {
  return parts_->http->address();
}

void Server::Stop() {
  if (parts_ == nullptr) return;
  parts_->watch.reset();
  // Subscriptions are still made and ended until the last call is answered.
  if (parts_->deliverer != nullptr) parts_->deliverer->Stop();
  if (parts_->sync != nullptr) parts_->sync->Stop();
  if (parts_->service.has_value()) parts_->service->Drain();
  if (parts_->grpc != nullptr) parts_->grpc->Stop(kStopGrace);
  if (parts_->http != nullptr) parts_->http->Stop(kStopGrace);
}

}  // namespace landfall::app
