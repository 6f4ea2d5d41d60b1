// Serves CheckPromotion for a load generator: either Landfall over a made-up
// world, on gRPC and HTTP, or a bare gRPC server with the same method. Run by
// scripts/bench-grpc and scripts/bench-http; docs/benchmarks.md.
#include <grpcpp/grpcpp.h>
#include <signal.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>

#include "absl/strings/numbers.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "landfall/v1/promotion_service.grpc.pb.h"
#include "server/base/check.h"
#include "server/base/clock.h"
#include "server/engine/engine.h"
#include "server/serve/api/handlers.h"
#include "server/serve/grpc/grpc_server.h"
#include "server/serve/http/http_server.h"
#include "server/serve/json/json_writer.h"
#include "server/store/rocksdb_record_store.h"
#include "tests/bench/bench_world.h"

namespace landfall::bench {
namespace {

// Answers every call with the same bytes, on gRPC's own thread as Landfall
// does.
class BareService final
    : public v1::PromotionService::WithRawCallbackMethod_CheckPromotion<
          v1::PromotionService::Service> {
 public:
  explicit BareService(std::string reply) : reply_(std::move(reply)) {}

  using Base = v1::PromotionService::WithRawCallbackMethod_CheckPromotion<
      v1::PromotionService::Service>;
  using Base::CheckPromotion;
  ::grpc::ServerUnaryReactor* CheckPromotion(
      ::grpc::CallbackServerContext* context, const ::grpc::ByteBuffer*,
      ::grpc::ByteBuffer* response) override {
    const ::grpc::Slice slice(reply_);
    *response = ::grpc::ByteBuffer(&slice, 1);
    auto* reactor = context->DefaultReactor();
    reactor->Finish(::grpc::Status::OK);
    return reactor;
  }

 private:
  const std::string reply_;
};

// Goes on from the end of the made-up year, as fast as any clock.
class WorldClock : public base::Clock {
 public:
  explicit WorldClock(absl::Time start) : start_(start) {}
  absl::Time Now() const override { return start_ + (absl::Now() - started_); }

 private:
  const absl::Time start_;
  const absl::Time started_ = absl::Now();
};

// Writes all at once, so that a reader sees the whole file or none.
void WriteFile(const std::string& path, const std::string& content) {
  const std::string unfinished = path + ".new";
  std::ofstream(unfinished, std::ios::binary) << content;
  LF_CHECK(std::rename(unfinished.c_str(), path.c_str()) == 0);
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  LF_CHECK(file.good());
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// The question about a customer as it travels: uncompressed, length, message.
std::string FramedRequest(const model::RecordRef& ref) {
  v1::CheckPromotionRequest request;
  request.mutable_record()->set_source(ref.source);
  request.mutable_record()->set_type(ref.type);
  request.mutable_record()->set_id(ref.id);
  const std::string message = request.SerializeAsString();
  LF_CHECK(message.size() < 256);
  return std::string(4, '\0') + static_cast<char>(message.size()) + message;
}

// Checks of customers from the whole world, a line each.
std::string ManyBodies(const BenchWorld& world, int64_t size) {
  constexpr int64_t kBodies = 20'000;
  // Coprime to the sizes in use, so that neighbours are far apart.
  constexpr int64_t kStep = 7'919;
  std::string lines;
  for (int64_t i = 0; i < std::min(kBodies, size); ++i) {
    const model::RecordRef ref = world.Ref(i * kStep % size);
    v1::CheckPromotionRequest request;
    request.mutable_record()->set_source(ref.source);
    request.mutable_record()->set_type(ref.type);
    request.mutable_record()->set_id(ref.id);
    request.set_view(v1::CheckView::FULL);  // JSON has no word for none
    lines += serve::json::JsonOf(request) + "\n";
  }
  return lines;
}

// The signals that end the program are blocked in every thread.
void WaitForEnd() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  int signal = 0;
  sigwait(&signals, &signal);
}

void ServeBytes(const std::string& folder, const std::string& reply) {
  BareService service(reply);
  ::grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", ::grpc::InsecureServerCredentials(),
                           &port);
  builder.RegisterService(&service);
  const auto server = builder.BuildAndStart();
  LF_CHECK(server != nullptr);
  WriteFile(folder + "/address", "127.0.0.1:" + std::to_string(port) + "\n");
  WaitForEnd();
  server->Shutdown();
}

void ServeWorld(const std::string& folder, int64_t size) {
  const BenchWorld world(size);
  auto store = store::OpenRocksDbStore(folder + "/data");
  LF_CHECK(store.ok());
  auto engine = engine::Engine::Open(world.Settings(), *std::move(store));
  LF_CHECK(engine.ok());
  world.ForEachBatch(size, [&](std::vector<model::Record> records) {
    ingest::UpsertBatch batch;
    batch.records = std::move(records);
    batch.entities_read = {"DEGM"};
    LF_CHECK((*engine)->ingest().Upsert(batch, world.End()).ok());
  });
  const WorldClock clock(world.End());
  const serve::api::Handlers handlers((*engine)->reconciler(),
                                      (*engine)->ingest(), clock);
  // The youngest shop customer: its order is in every window.
  const model::RecordRef ref =
      world.Ref(BenchWorld::IsDataverse(size - 1) ? size - 2 : size - 1);
  v1::CheckPromotionRequest request;
  const std::string framed = FramedRequest(ref);
  LF_CHECK(request.ParseFromString(framed.substr(5)));
  request.set_view(v1::CheckView::FULL);
  v1::CheckPromotionResponse response;
  LF_CHECK(handlers.CheckPromotion(request, &response).ok());
  LF_CHECK(response.verdict() == v1::Verdict::PROMOTED);
  const auto access = serve::access::AccessControl::Create({}, clock, nullptr);
  LF_CHECK(access.ok());
  const serve::access::AuditLog audit("bench", clock);
  serve::calls::CallGate gate({}, **access, audit);
  serve::grpc::GrpcServerOptions options;
  options.listener.address = "127.0.0.1:0";
  const auto server = serve::grpc::GrpcServer::Start(options, gate, handlers);
  LF_CHECK(server.ok());
  const auto routes = serve::http::RouteTable::FromContract();
  LF_CHECK(routes.ok());
  const serve::http::PageFiles files;
  serve::http::HttpService service({}, *routes, gate, files);
  const serve::http::HttpService::MetricsPage no_metrics;
  service.Publish(handlers, no_metrics);
  serve::http::HttpServerOptions http_options;
  http_options.listener.address = "127.0.0.1:0";
  const auto http = serve::http::HttpServer::Start(http_options, service);
  LF_CHECK(http.ok());
  WriteFile(folder + "/request", framed);
  WriteFile(folder + "/body", serve::json::JsonOf(request));
  WriteFile(folder + "/bodies", ManyBodies(world, size));
  WriteFile(folder + "/reply", response.SerializeAsString());
  WriteFile(folder + "/answer", serve::json::JsonOf(response));
  WriteFile(folder + "/end", std::to_string(absl::ToUnixSeconds(world.End())));
  WriteFile(folder + "/http", (*http)->address() + "\n");
  WriteFile(folder + "/address", (*server)->address() + "\n");
  WaitForEnd();
}

}  // namespace
}  // namespace landfall::bench

int main(int argc, char** argv) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  // As landfalld does.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  const std::string mode = argc > 2 ? argv[1] : "";
  int64_t size = 0;
  if (mode == "bare" && (argc == 3 || argc == 4)) {
    landfall::bench::ServeBytes(
        argv[2], argc == 4 ? landfall::bench::ReadFile(argv[3]) : "");
  } else if (mode == "landfall" && argc == 4 &&
             absl::SimpleAtoi(argv[3], &size) && size >= 10'000 &&
             size <= 10'000'000) {
    landfall::bench::ServeWorld(argv[2], size);
  } else {
    std::fprintf(stderr,
                 "usage: serve_bench bare FOLDER [REPLY]\n"
                 "       serve_bench landfall FOLDER CUSTOMERS\n"
                 "Writes the address to FOLDER/address, a request to "
                 "FOLDER/request and its answer to FOLDER/reply; for HTTP to "
                 "FOLDER/http, FOLDER/body and FOLDER/answer. A bare server "
                 "answers with no bytes or with those of file REPLY.\n");
    return 2;
  }
  return 0;
}
