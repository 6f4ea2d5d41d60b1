// Options -> a listening gRPC server and its orderly end.
// Entry points: GrpcServer::Start and Stop.
#include "server/serve/grpc/grpc_server.h"

#include <fstream>
#include <optional>
#include <sstream>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/health_check_service_interface.h"  // to switch it off
#include "grpcpp/resource_quota.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "server/base/status_macros.h"
#include "server/serve/grpc/call_runner.h"
#include "server/serve/grpc/connection_limit.h"
#include "server/serve/grpc/message_codec.h"
#include "server/serve/grpc/services.h"

namespace landfall::serve::grpc {
namespace {

struct IntArgument {
  const char* name;
  int value;
};

// Measured against gRPC 1.51: its own defaults let a silent peer hold a
// connection for two minutes and any peer open any number of streams.
constexpr IntArgument kArguments[] = {
    // Without this a second server listens on the same port and takes half of
    // the calls, silently.
    {GRPC_ARG_ALLOW_REUSEPORT, 0},
    {GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, 5000},
    {GRPC_ARG_MAX_CONNECTION_IDLE_MS, 300000},
    {GRPC_ARG_MAX_CONNECTION_AGE_MS, 1800000},
    {GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, 30000},
    {GRPC_ARG_KEEPALIVE_TIME_MS, 60000},
    {GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 20000},
    {GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 60000},
    {GRPC_ARG_HTTP2_MAX_PING_STRIKES, 2},
    {GRPC_ARG_MAX_METADATA_SIZE, 8192},
};

void ApplyLimits(const GrpcServerOptions& options,
                 ::grpc::ServerBuilder& builder) {
  for (const IntArgument& argument : kArguments) {
    builder.AddChannelArgument(argument.name, argument.value);
  }
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS,
                             options.max_streams_per_connection);
  builder.SetMaxReceiveMessageSize(options.max_receive_bytes);
  // A message is measured only after all of it has arrived, so the memory of
  // all of them together needs its own limit.
  ::grpc::ResourceQuota quota("landfall");
  quota.Resize(options.max_memory_bytes);
  quota.SetMaxThreads(options.max_threads);
  builder.SetResourceQuota(quota);
  // A small compressed message unpacks before its size is checked.
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_GZIP, false);
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_DEFLATE, false);
}

absl::StatusOr<std::string> ReadTlsFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  if (!file || !(content << file.rdbuf())) {
    return absl::InvalidArgumentError(
        absl::StrCat("cannot read the TLS file ", path));
  }
  return content.str();
}

absl::StatusOr<std::shared_ptr<::grpc::ServerCredentials>> MakeCredentials(
    const config::Listener& listener) {
  if (listener.tls_certificate.empty()) {
    return ::grpc::InsecureServerCredentials();
  }
  ::grpc::SslServerCredentialsOptions options(
      listener.tls_client_ca.empty()
          ? GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE
          : GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  ::grpc::SslServerCredentialsOptions::PemKeyCertPair pair;
  LF_ASSIGN_OR_RETURN(pair.cert_chain, ReadTlsFile(listener.tls_certificate));
  LF_ASSIGN_OR_RETURN(pair.private_key, ReadTlsFile(listener.tls_key));
  options.pem_key_cert_pairs.push_back(std::move(pair));
  if (!listener.tls_client_ca.empty()) {
    LF_ASSIGN_OR_RETURN(options.pem_root_certs,
                        ReadTlsFile(listener.tls_client_ca));
  }
  return ::grpc::SslServerCredentials(options);
}

// Reflection is a plug-in of the whole process.
void InstallPlugins() {
  static const bool installed = [] {
    ::grpc::EnableDefaultHealthCheckService(false);
    ::grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    InstallProtobufLogHandler();
    return true;
  }();
  (void)installed;
}

absl::Status CannotListen(const std::string& address) {
  return absl::UnavailableError(absl::StrCat(
      "cannot listen on ", address,
      ": the address is in use or does not belong to this machine"));
}

RunnerLimits LimitsOf(const GrpcServerOptions& options) {
  RunnerLimits limits;
  limits.answers = options.answers;
  limits.watches = options.watches;
  return limits;
}

}  // namespace

// In the order of construction; the server goes first when they are destroyed.
struct GrpcServer::Parts {
  Parts(const GrpcServerOptions& given, calls::CallGate& gate,
        const api::Handlers& handlers)
      : options(given),
        runner(gate, handlers, LimitsOf(given), given.log_growth) {}

  const GrpcServerOptions options;
  CallRunner runner;
  std::vector<NamedService> services;
  std::optional<HealthService> health;
  std::unique_ptr<::grpc::Server> server;
  std::optional<ConnectionLimit> connections;
};

GrpcServer::GrpcServer() = default;

GrpcServer::~GrpcServer() {
  if (parts_ != nullptr && parts_->server != nullptr) {
    Stop(absl::ZeroDuration());
  }
}

absl::StatusOr<std::unique_ptr<GrpcServer>> GrpcServer::Start(
    const GrpcServerOptions& options, calls::CallGate& gate,
    const api::Handlers& handlers) {
  InstallPlugins();
  LF_ASSIGN_OR_RETURN(auto credentials, MakeCredentials(options.listener));
  auto parts = std::make_unique<Parts>(options, gate, handlers);
  parts->services = MakeServices(parts->runner);
  ::grpc::ServerBuilder builder;
  ApplyLimits(options, builder);
  const std::string& wanted = options.listener.address;
  int port = 0;
  builder.AddListeningPort(wanted, std::move(credentials), &port);
  for (const NamedService& named : parts->services) {
    builder.RegisterService(named.service.get());
  }
  std::vector<std::string> names;
  for (const NamedService& named : parts->services) {
    names.push_back(named.name);
  }
  parts->health.emplace(std::move(names), options.health);
  builder.RegisterService(&*parts->health);
  parts->server = builder.BuildAndStart();
  if (parts->server == nullptr || port == 0) return CannotListen(wanted);
  auto server = std::unique_ptr<GrpcServer>(new GrpcServer());
  server->address_ =
      absl::StrCat(wanted.substr(0, wanted.rfind(':') + 1), port);
  parts->connections.emplace(server->address_, options.max_connections);
  server->parts_ = std::move(parts);
  return server;
}

void GrpcServer::Stop(absl::Duration grace) {
  parts_->connections.reset();
  parts_->health->StopServing();
  absl::SleepFor(parts_->options.drain_wait);
  parts_->health->EndWatching();
  parts_->runner.watches().EndAll();
  parts_->server->Shutdown(std::chrono::system_clock::now() +
                           absl::ToChronoMicroseconds(grace));
  parts_->server->Wait();
}

const EventThreads& GrpcServer::threads() const {
  return parts_->runner.threads();
}

std::shared_ptr<::grpc::Channel> GrpcServer::InProcessChannel() {
  return parts_->server->InProcessChannel(::grpc::ChannelArguments());
}

}  // namespace landfall::serve::grpc
