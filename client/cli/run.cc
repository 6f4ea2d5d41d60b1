// A command line -> a session with a server -> one command.
// Entry point: RunLandfall.
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "client/cli/command_table.h"
#include "client/cli/commands.h"
#include "client/cli/completion.h"
#include "client/cli/manual.h"
#include "client/cli/subscription_commands.h"
#include "server/base/nearest.h"
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
    {"check", &RunCheck},
    {"explain", &RunExplain},
    {"card", &RunCard},
    {"cards", &RunCards},
    {"list", &RunList},
    {"history", &RunHistory},
    {"events", &RunEvents},
    {"watch", &RunWatch},
    {"import", &RunImport},
    {"sources", &RunSources},
    {"erase", &RunErase},
    {"subscribe", &RunSubscribe},
    {"subscriptions", &RunSubscriptions},
    {"unsubscribe", &RunUnsubscribe},
    {"sync", &RunSync},
};

// Commands that ask no server.
struct LocalEntry {
  absl::string_view name;
  int (*run)(const Arguments&, Format, Surroundings&);
};

int RunCompletion(const Arguments& arguments, Format, Surroundings& around) {
  around.out << CompletionScript(arguments.positional[0]);
  return kSuccess;
}

constexpr LocalEntry kLocalCommands[] = {{"completion", &RunCompletion},
                                         {"keys new", &RunKeysNew},
                                         {"keys list", &RunKeysList},
                                         {"keys revoke", &RunKeysRevoke}};

std::string Variable(const Surroundings& around, const std::string& name,
                     const std::string& otherwise) {
  const auto it = around.variables.find(name);
  return it == around.variables.end() || it->second.empty() ? otherwise
                                                            : it->second;
}

Format FormatOf(const Arguments& arguments, const Surroundings& around) {
  const std::string name =
      arguments.Get("format", around.out_is_terminal ? "table" : "json");
  if (name == "table") return Format::kTable;
  return name == "csv" ? Format::kCsv : Format::kJson;
}

// A switch of the command line, else a variable that says yes or no.
absl::StatusOr<bool> SwitchOf(const Arguments& arguments,
                              const Surroundings& around,
                              const std::string& flag,
                              const std::string& variable) {
  if (arguments.Has(flag)) return true;
  const std::string value =
      absl::AsciiStrToLower(Variable(around, variable, "0"));
  if (value == "1" || value == "true" || value == "yes") return true;
  if (value == "0" || value == "false" || value == "no") return false;
  return absl::InvalidArgumentError(
      absl::StrCat(variable, ": one of 1, true, yes, 0, false, no"));
}

absl::Status ReadTls(const Arguments& arguments, const Surroundings& around,
                     client::ClientOptions& options) {
  options.tls_ca =
      arguments.Get("tls-ca", Variable(around, "LANDFALL_TLS_CA", ""));
  options.tls_cert =
      arguments.Get("tls-cert", Variable(around, "LANDFALL_TLS_CERT", ""));
  options.tls_key =
      arguments.Get("tls-key", Variable(around, "LANDFALL_TLS_KEY", ""));
  LF_ASSIGN_OR_RETURN(options.tls,
                      SwitchOf(arguments, around, "tls", "LANDFALL_TLS"));
  options.tls =
      options.tls || !options.tls_ca.empty() || !options.tls_cert.empty();
  LF_ASSIGN_OR_RETURN(options.insecure, SwitchOf(arguments, around, "insecure",
                                                 "LANDFALL_INSECURE"));
  if (!client::SendsKeyInTheClear(options)) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      "the API key would go to ", options.server,
      " in the clear; connect with --tls (or LANDFALL_TLS=1), or say that the "
      "network is safe with --insecure (or LANDFALL_INSECURE=1)"));
}

absl::StatusOr<client::ClientOptions> ClientOptionsOf(
    const Arguments& arguments, const Surroundings& around) {
  const bool imports = arguments.command == "import";
  client::ClientOptions options;
  options.server = arguments.Get(
      "server", Variable(around, "LANDFALL_SERVER", options.server));
  options.api_key =
      arguments.Get("api-key", Variable(around, "LANDFALL_API_KEY", ""));
  LF_RETURN_IF_ERROR(ReadTls(arguments, around, options));
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

Colors ColorsOf(const Arguments& arguments, const Surroundings& around) {
  const bool wanted = Variable(around, "NO_COLOR", "").empty() &&
                      Variable(around, "TERM", "") != "dumb" &&
                      !arguments.Has("no-color");
  return around.out_is_terminal && wanted ? Colors::kOn : Colors::kOff;
}

int RunWithServer(const Arguments& arguments, Format format,
                  Surroundings& around) {
  const auto options = ClientOptionsOf(arguments, around);
  if (!options.ok()) return ReportUsage(around, options.status());
  const auto client = client::LandfallClient::Create(*options);
  if (!client.ok()) return ReportUsage(around, client.status());
  const Session session{arguments, around, **client, format,
                        ColorsOf(arguments, around)};
  for (const CommandEntry& command : kCommands) {
    if (command.name == arguments.command) return command.run(session);
  }
  return ReportUsage(around, absl::InvalidArgumentError("unknown command"));
}

int RunHelp(const Arguments& arguments, Surroundings& around) {
  const std::string about = absl::StrJoin(arguments.positional, " ");
  if (!about.empty() && FindCommand(about) == nullptr) {
    std::vector<std::string> known;
    for (const Command& command : Commands()) known.push_back(command.name);
    const std::string nearest = base::Nearest(about, known);
    return ReportUsage(around, absl::InvalidArgumentError(absl::StrCat(
                                   "there is no command '", about, "'",
                                   nearest.empty() ? ""
                                                   : "; did "
                                                     "you mean ",
                                   nearest, nearest.empty() ? "" : "?")));
  }
  around.out << HelpText(about);
  return kSuccess;
}

}  // namespace

int RunLandfall(const std::vector<std::string>& words, Surroundings& around) {
  if (!words.empty() && words[0] == kCompleteCommand) {
    around.out << AnswerScript({words.begin() + 1, words.end()});
    return kSuccess;
  }
  if (words == std::vector<std::string>{kManualCommand}) {
    around.out << ManualPage();
    return kSuccess;
  }
  const auto arguments = ReadArguments(words);
  if (!arguments.ok()) return ReportUsage(around, arguments.status());
  if (arguments->command == "help") return RunHelp(*arguments, around);
  if (arguments->command == "version") {
    around.out << "landfall " LANDFALL_VERSION "\n";
    return kSuccess;
  }
  const Format format = FormatOf(*arguments, around);
  for (const LocalEntry& command : kLocalCommands) {
    if (command.name == arguments->command) {
      return command.run(*arguments, format, around);
    }
  }
  return RunWithServer(*arguments, format, around);
}

}  // namespace landfall::cli
