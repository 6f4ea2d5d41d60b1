// Flags -> configuration -> store -> reconciler -> listeners -> stop, one named
// step each. Entry point: Run.
#include "server/app/app.h"

#include <signal.h>

#include <cstdio>
#include <fstream>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "server/app/flags.h"
#include "server/app/log.h"
#include "server/base/clock.h"
#include "server/base/status_macros.h"
#include "server/config/load.h"
#include "server/reconcile/reconciler.h"
#include "server/serve/api/handlers.h"
#include "server/serve/grpc/grpc_server.h"
#include "server/store/rocksdb_record_store.h"

namespace landfall::app {
namespace {

// How long a stop waits for calls that were accepted, and how long balancers
// have to see that no new ones are wanted.
constexpr absl::Duration kStopGrace = absl::Seconds(15);
constexpr absl::Duration kDrainWait = absl::Milliseconds(500);

int Fail(ExitCode code, const absl::Status& status) {
  const std::string message(status.message());
  std::fprintf(stderr, "landfalld: %s\n", message.c_str());
  return code;
}

// SIGTERM and SIGINT as something to wait for. Threads that are started later
// inherit the block, so it comes before them.
class StopSignal {
 public:
  StopSignal() {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGTERM);
    sigaddset(&signals_, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
    signal(SIGPIPE, SIG_IGN);  // a peer that goes away is an error of its call
  }
  void Wait() {
    int received = 0;
    sigwait(&signals_, &received);
  }

 private:
  sigset_t signals_;
};

absl::Status CheckSupported(const config::ServerOptions& options) {
  if (!options.postgres.empty()) {
    return absl::InvalidArgumentError(
        "store.postgres: this version has the embedded store only; use path");
  }
  if (options.auth.entra.has_value()) {
    return absl::InvalidArgumentError(
        "auth.entra: this version knows API keys only; use auth.api_keys");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<reconcile::Reconciler>> OpenReconciler(
    const config::ServerOptions& options) {
  LF_ASSIGN_OR_RETURN(std::unique_ptr<store::RecordStore> store,
                      store::OpenRocksDbStore(options.store_path));
  return reconcile::Reconciler::Create(options.settings, std::move(store));
}

ExitCode StoreExitCode(const absl::Status& status) {
  if (status.code() == absl::StatusCode::kFailedPrecondition) return kTaken;
  if (status.code() == absl::StatusCode::kInternal) return kInternalError;
  return kStoreFailed;
}

// Written in one step, so that a script that waits for the file reads all of
// it.
absl::Status WritePorts(const std::string& path, const std::string& grpc) {
  if (path.empty()) return absl::OkStatus();
  const std::string unfinished = path + ".tmp";
  std::ofstream file(unfinished);
  file << "grpc " << grpc << "\n";
  file.close();
  if (!file || std::rename(unfinished.c_str(), path.c_str()) != 0) {
    return absl::UnavailableError(
        absl::StrCat("cannot write --ports-file ", path));
  }
  return absl::OkStatus();
}

int Serve(const Flags& flags, const config::ServerOptions& options) {
  StopSignal stop_signal;
  SetUpLog(options.log_level);

  auto reconciler = OpenReconciler(options);
  if (!reconciler.ok()) {
    return Fail(StoreExitCode(reconciler.status()), reconciler.status());
  }
  const base::SystemClock clock;
  const serve::api::Handlers handlers(**reconciler, clock);

  serve::grpc::GrpcServerOptions grpc_options;
  grpc_options.listener = options.grpc;
  grpc_options.auth = options.auth;
  grpc_options.drain_wait = kDrainWait;
  auto grpc = serve::grpc::GrpcServer::Start(grpc_options, handlers);
  if (!grpc.ok()) {
    const bool config =
        grpc.status().code() == absl::StatusCode::kInvalidArgument;
    return Fail(config ? kWrongConfig : kTaken, grpc.status());
  }
  std::printf("gRPC listening on %s\n", (*grpc)->address().c_str());
  std::fflush(stdout);
  if (absl::Status written = WritePorts(flags.ports_file, (*grpc)->address());
      !written.ok()) {
    return Fail(kTaken, written);
  }

  stop_signal.Wait();
  LogStopping();
  (*grpc)->Stop(kStopGrace);
  return kStopped;
}

}  // namespace

int Run(int argc, const char* const* argv) {
  const absl::StatusOr<Flags> flags = ReadFlags(argc, argv);
  if (!flags.ok()) {
    Fail(kWrongUsage, flags.status());
    std::fputs("Try landfalld --help.\n", stderr);
    return kWrongUsage;
  }
  if (flags->action == Flags::Action::kHelp) {
    std::fputs(kHelp, stdout);
    return kStopped;
  }
  if (flags->action == Flags::Action::kVersion) {
    std::puts("landfalld " LANDFALL_VERSION);
    return kStopped;
  }
  const absl::StatusOr<config::ServerOptions> options =
      config::LoadConfig(flags->config);
  if (!options.ok()) return Fail(kWrongConfig, options.status());
  if (absl::Status supported = CheckSupported(*options); !supported.ok()) {
    return Fail(kWrongConfig, supported);
  }
  if (flags->action == Flags::Action::kCheckConfig) {
    std::printf("%s is valid\n", flags->config.c_str());
    return kStopped;
  }
  return Serve(*flags, *options);
}

}  // namespace landfall::app
