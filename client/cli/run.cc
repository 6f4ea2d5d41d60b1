// A command line -> a session with a server -> one command.
// Entry point: RunLandfall.
#include <memory>

#include "absl/time/time.h"
#include "client/cli/commands.h"
#include "server/base/status_macros.h"
#include "server/base/time_text.h"

namespace landfall::cli {
namespace {

// An import outlasts a restart of the server; a question does not wait so long.
constexpr int kImportAttempts = 10;
constexpr int kOtherAttempts = 3;
constexpr absl::Duration kImportTimeout = absl::Minutes(2);

struct CommandEntry {
  absl::string_view name;
  int (*run)(const Session&);
};

constexpr CommandEntry kCommands[] = {
    {"check", &RunCheck},   {"explain", &RunExplain}, {"card", &RunCard},
    {"cards", &RunCards},   {"list", &RunList},       {"history", &RunHistory},
    {"import", &RunImport}, {"sources", &RunSources}, {"erase", &RunErase},
};

std::string Variable(const Surroundings& around, const std::string& name,
                     const std::string& otherwise) {
  const auto it = around.variables.find(name);
  return it == around.variables.end() || it->second.empty() ? otherwise
                                                            : it->second;
}

absl::StatusOr<Format> FormatOf(const Arguments& arguments,
                                const Surroundings& around) {
  const std::string name =
      arguments.Get("format", around.out_is_terminal ? "table" : "json");
  if (name == "table") return Format::kTable;
  if (name == "json") return Format::kJson;
  if (name == "csv") return Format::kCsv;
  return absl::InvalidArgumentError("--format: one of table, json, csv");
}

absl::StatusOr<client::ClientOptions> ClientOptionsOf(
    const Arguments& arguments, const Surroundings& around) {
  const bool imports = arguments.command == "import";
  client::ClientOptions options;
  options.server = arguments.Get(
      "server", Variable(around, "LANDFALL_SERVER", options.server));
  options.api_key =
      arguments.Get("api-key", Variable(around, "LANDFALL_API_KEY", ""));
  options.tls_ca = arguments.Get("tls-ca");
  options.tls_cert = arguments.Get("tls-cert");
  options.tls_key = arguments.Get("tls-key");
  options.tls = arguments.Has("tls") || !options.tls_ca.empty() ||
                !options.tls_cert.empty();
  options.attempts = imports ? kImportAttempts : kOtherAttempts;
  if (imports) options.timeout = kImportTimeout;
  if (arguments.Has("timeout")) {
    const auto timeout = base::ParseDuration(arguments.Get("timeout"));
    if (!timeout.has_value() || *timeout <= absl::ZeroDuration()) {
      return absl::InvalidArgumentError(
          "--timeout: a duration such as 30s or 2m");
    }
    options.timeout = *timeout;
  }
  return options;
}

Colors ColorsOf(const Surroundings& around) {
  const bool wanted = Variable(around, "NO_COLOR", "").empty();
  return around.out_is_terminal && wanted ? Colors::kOn : Colors::kOff;
}

int RunWithServer(const Arguments& arguments, Format format,
                  Surroundings& around) {
  const auto options = ClientOptionsOf(arguments, around);
  if (!options.ok()) return ReportUsage(around, options.status());
  const auto client = client::LandfallClient::Create(*options);
  if (!client.ok()) return ReportUsage(around, client.status());
  const Session session{arguments, around, **client, format, ColorsOf(around)};
  for (const CommandEntry& command : kCommands) {
    if (command.name == arguments.command) return command.run(session);
  }
  return ReportUsage(around, absl::InvalidArgumentError("unknown command"));
}

}  // namespace

int RunLandfall(const std::vector<std::string>& words, Surroundings& around) {
  const auto arguments = ReadArguments(words);
  if (!arguments.ok()) return ReportUsage(around, arguments.status());
  if (arguments->command == "help") {
    around.out << HelpText();
    return kSuccess;
  }
  if (arguments->command == "version") {
    around.out << "landfall " LANDFALL_VERSION "\n";
    return kSuccess;
  }
  const auto format = FormatOf(*arguments, around);
  if (!format.ok()) return ReportUsage(around, format.status());
  if (arguments->command == "keys") {
    return RunKeys(*arguments, *format, around);
  }
  return RunWithServer(*arguments, *format, around);
}

}  // namespace landfall::cli
