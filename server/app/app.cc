// Flags -> configuration -> a running server -> its end. Entry point: Run.
#include "server/app/app.h"

#include <signal.h>
#include <sys/stat.h>

#include <cstdio>
#include <fstream>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "server/app/exit_code.h"
#include "server/app/flags.h"
#include "server/app/log.h"
#include "server/app/server.h"
#include "server/config/load.h"
#include "server/store/postgres/postgres_record_store.h"

namespace landfall::app {
namespace {

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

// Written in one step, so that a script that waits for the file reads all of
// it.
absl::Status WritePorts(const std::string& path, const Server& server) {
  if (path.empty()) return absl::OkStatus();
  const std::string unfinished = path + ".tmp";
  std::ofstream file(unfinished);
  file << "grpc " << server.grpc_address() << "\nhttp " << server.http_address()
       << "\n";
  file.close();
  if (!file || std::rename(unfinished.c_str(), path.c_str()) != 0) {
    return absl::UnavailableError(
        absl::StrCat("cannot write --ports-file ", path));
  }
  return absl::OkStatus();
}

int Serve(const Flags& flags, const config::ServerOptions& options) {
  StopSignal stop_signal;
  // Whatever this process makes is about customers.
  umask(077);
  SetUpLog(options.log_level);
  LogWarnings(options.warnings);
  Server server;
  const Server::Failure failure = server.Start(options);
  if (!failure.status.ok()) {
    server.Stop();
    FlushLog();
    return Fail(failure.code, failure.status);
  }
  std::printf("gRPC listening on %s\nHTTP listening on %s\n",
              server.grpc_address().c_str(), server.http_address().c_str());
  std::fflush(stdout);
  if (absl::Status written = WritePorts(flags.ports_file, server);
      !written.ok()) {
    server.Stop();
    return Fail(kTaken, written);
  }
  stop_signal.Wait();
  LogStopping();
  server.Stop();
  FlushLog();
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
    std::fputs(HelpText().c_str(), stdout);
    return kStopped;
  }
  if (flags->action == Flags::Action::kVersion) {
    std::puts("landfalld " LANDFALL_VERSION);
    return kStopped;
  }
  const absl::StatusOr<config::ServerOptions> options =
      config::LoadConfig(flags->config);
  if (!options.ok()) return Fail(kWrongConfig, options.status());
  if (!options->postgres.empty()) {
    const absl::Status url = store::CheckPostgresUrl(options->postgres);
    if (!url.ok()) return Fail(kWrongConfig, url);
  }
  if (flags->action == Flags::Action::kCheckConfig) {
    for (const std::string& warning : options->warnings) {
      std::fprintf(stderr, "landfalld: warning: %s\n", warning.c_str());
    }
    std::printf("%s is valid\n", flags->config.c_str());
    return kStopped;
  }
  return Serve(*flags, *options);
}

}  // namespace landfall::app
