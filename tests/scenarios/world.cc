// A configuration -> a server on sockets with a clock that a test sets.
// Entry points: World::Start and Restart.
#include "tests/scenarios/world.h"

#include <atomic>
#include <fstream>
#include <optional>
#include <utility>

#include "server/base/clock.h"
#include "server/base/status_macros.h"
#include "server/config/load.h"
#include "server/deliver/deliverer.h"
#include "server/deliver/subscriptions.h"
#include "server/engine/engine.h"
#include "server/serve/grpc/grpc_server.h"
#include "server/serve/http/http_server.h"
#include "server/store/rocksdb_record_store.h"
#include "spdlog/spdlog.h"
#include "tests/support/temp_folder.h"

namespace landfall::scenarios {
namespace {

class SettableClock : public base::Clock {
 public:
  explicit SettableClock(absl::Time now) { Set(now); }
  absl::Time Now() const override { return absl::FromUnixMicros(micros_); }
  void Set(absl::Time now) { micros_ = absl::ToUnixMicros(now); }

 private:
  std::atomic<int64_t> micros_;
};

}  // namespace

// The running parts, in the order in which they use each other.
struct World::Server {
  std::unique_ptr<engine::Engine> engine;
  std::unique_ptr<deliver::Deliverer> deliverer;  // sends nothing
  std::optional<deliver::Subscriptions> subscriptions;
  std::optional<serve::api::Handlers> handlers;
  std::unique_ptr<serve::access::AccessControl> access;
  std::optional<serve::access::AuditLog> audit;
  std::optional<serve::calls::CallGate> gate;
  std::optional<serve::http::RouteTable> routes;
  serve::http::PageFiles files;
  serve::http::HttpService::MetricsPage metrics = [] { return ""; };
  std::optional<serve::http::HttpService> service;
  std::unique_ptr<serve::http::HttpServer> http;
  std::unique_ptr<serve::grpc::GrpcServer> grpc;
};

struct World::Parts {
  explicit Parts(absl::Time now) : clock(now) {}
  absl::Status StartServer();

  testing::TempFolder folder;
  SettableClock clock;
  config::ServerOptions options;
  std::unique_ptr<Server> server;
};

absl::Status World::Parts::StartServer() {
  spdlog::set_level(spdlog::level::err);  // each refused call is a line
  options.store_path = folder.Sub("store");
  options.grpc.address = "127.0.0.1:0";
  options.http.address = "127.0.0.1:0";
  auto next = std::make_unique<Server>();
  LF_ASSIGN_OR_RETURN(auto store, store::OpenRocksDbStore(options.store_path));
  next->audit.emplace(store->secret(), clock, [](const std::string&) {});
  LF_ASSIGN_OR_RETURN(next->engine,
                      engine::Engine::Open(options.settings, std::move(store)));
  LF_ASSIGN_OR_RETURN(
      next->deliverer,
      deliver::Deliverer::Open(
          {next->engine->store(), next->engine->reconciler().settings(), clock,
           deliver::CallbackRules(options.webhooks.allow,
                                  options.webhooks.allow_private),
           [](const model::ListedEvent&) { return std::string(); },
           [](const deliver::Note&) {}}));
  next->subscriptions.emplace(*next->deliverer);
  next->handlers.emplace(next->engine->reconciler(), next->engine->ingest(),
                         clock, &*next->subscriptions);
  LF_ASSIGN_OR_RETURN(next->access, serve::access::AccessControl::Create(
                                        options.auth, clock, nullptr));
  serve::calls::CallLimits limits;
  // A loaded machine is no reason for a scenario to fail.
  limits.default_deadline = absl::Minutes(2);
  next->gate.emplace(limits, *next->access, *next->audit);
  LF_ASSIGN_OR_RETURN(next->routes, serve::http::RouteTable::FromContract());
  next->service.emplace(serve::http::ServiceOptions(), *next->routes,
                        *next->gate, next->files);
  serve::http::HttpServerOptions http;
  http.listener = options.http;
  http.threads = 2;
  LF_ASSIGN_OR_RETURN(next->http,
                      serve::http::HttpServer::Start(http, *next->service));
  next->service->Publish(*next->handlers, next->metrics);
  serve::grpc::GrpcServerOptions grpc;
  grpc.listener = options.grpc;
  LF_ASSIGN_OR_RETURN(next->grpc, serve::grpc::GrpcServer::Start(
                                      grpc, *next->gate, *next->handlers));
  server = std::move(next);
  return absl::OkStatus();
}

World::World(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
World::~World() = default;

absl::StatusOr<std::unique_ptr<World>> World::Start(const std::string& config,
                                                    absl::Time now) {
  auto parts = std::make_unique<Parts>(now);
  const std::string path = parts->folder.Sub("landfall.yaml");
  std::ofstream(path) << config;
  LF_ASSIGN_OR_RETURN(parts->options, config::LoadConfig(path));
  LF_RETURN_IF_ERROR(parts->StartServer());
  return std::unique_ptr<World>(new World(std::move(parts)));
}

absl::StatusOr<std::unique_ptr<World>> World::Start(model::Settings settings,
                                                    absl::Time now) {
  auto parts = std::make_unique<Parts>(now);
  parts->options.settings = std::move(settings);
  LF_RETURN_IF_ERROR(parts->StartServer());
  return std::unique_ptr<World>(new World(std::move(parts)));
}

absl::Time World::now() const { return parts_->clock.Now(); }
void World::SetTime(absl::Time now) { parts_->clock.Set(now); }

absl::Status World::Restart() {
  parts_->server.reset();
  return parts_->StartServer();
}

const serve::api::Handlers& World::handlers() const {
  return *parts_->server->handlers;
}
engine::Engine& World::engine() { return *parts_->server->engine; }
const model::Settings& World::settings() const {
  return parts_->server->engine->reconciler().settings();
}
const std::string& World::grpc_address() const {
  return parts_->server->grpc->address();
}
const std::string& World::http_address() const {
  return parts_->server->http->address();
}
const std::string& World::folder() const { return parts_->folder.path(); }

}  // namespace landfall::scenarios
