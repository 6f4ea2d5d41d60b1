// The flags that commands share. Declared in command_table.h.
#include "client/cli/command_table.h"

namespace landfall::cli {

const std::vector<Flag>& CommonFlags() {
  static const auto* const flags = new std::vector<Flag>{
      {.name = "format",
       .value = "FORMAT",
       .help = "default: table on a terminal, json otherwise",
       .choices = {"table", "json", "csv"}},
      {.name = "no-color", .value = "", .help = "no colours; or set NO_COLOR"},
      {.name = "help", .value = "", .help = "show this help"},
  };
  return *flags;
}

const std::vector<Flag>& ConnectionFlags() {
  static const auto* const flags = new std::vector<Flag>{
      {.name = "server",
       .value = "HOST:PORT",
       .help = "the server; default: LANDFALL_SERVER, else 127.0.0.1:7450"},
      {.name = "api-key",
       .value = "KEY",
       .help = "the API key; default: LANDFALL_API_KEY, which is better, "
               "because others can see the arguments of a process"},
      {.name = "timeout",
       .value = "DURATION",
       .help = "how long to wait for an answer; default: 30s (import: 2m)"},
      {.name = "tls",
       .value = "",
       .help = "connect with TLS; or set LANDFALL_TLS=1"},
      {.name = "tls-ca",
       .value = "FILE",
       .help = "PEM file with the authorities to trust; or LANDFALL_TLS_CA",
       .offers = Offers::kFiles},
      {.name = "tls-cert",
       .value = "FILE",
       .help = "PEM file with the client certificate; or LANDFALL_TLS_CERT",
       .offers = Offers::kFiles},
      {.name = "tls-key",
       .value = "FILE",
       .help = "PEM file with its private key; or LANDFALL_TLS_KEY",
       .offers = Offers::kFiles},
      {.name = "insecure",
       .value = "",
       .help = "allow an API key without TLS to another machine; or set "
               "LANDFALL_INSECURE=1"},
  };
  return *flags;
}

std::vector<Flag> FlagsBeforeCommand() {
  std::vector<Flag> flags = ConnectionFlags();
  flags.insert(flags.end(), CommonFlags().begin(), CommonFlags().end());
  return flags;
}

std::vector<Flag> AllFlags(const Command& command) {
  std::vector<Flag> flags = command.flags;
  if (command.asks_server) {
    flags.insert(flags.end(), ConnectionFlags().begin(),
                 ConnectionFlags().end());
  }
  flags.insert(flags.end(), CommonFlags().begin(), CommonFlags().end());
  return flags;
}

std::string DashedName(const Flag& flag) { return "--" + flag.name; }

}  // namespace landfall::cli
