#include "server/app/flags.h"

#include <algorithm>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/base/nearest.h"
#include "server/base/status_macros.h"

namespace landfall::app {
namespace {

const std::vector<std::string>& KnownFlags() {
  static const auto* const flags = new std::vector<std::string>{
      "--config", "--check-config", "--ports-file", "--help", "--version"};
  return *flags;
}

absl::Status UnknownFlag(absl::string_view name) {
  if (!absl::StartsWith(name, "-")) {
    return absl::InvalidArgumentError(absl::StrCat(
        "unexpected argument '", name, "'; landfalld takes flags only"));
  }
  const std::string nearest = base::Nearest(name, KnownFlags());
  return absl::InvalidArgumentError(absl::StrCat(
      "unknown flag ", name, nearest.empty() ? "" : "; did you mean ", nearest,
      nearest.empty() ? "" : "?"));
}

bool IsKnown(const std::string& name) {
  const std::vector<std::string>& known = KnownFlags();
  return std::find(known.begin(), known.end(), name) != known.end();
}

// Stores one flag; `value` is used by those that take one.
absl::Status SetFlag(absl::string_view name, std::string value, Flags& flags) {
  if (name == "--help") {
    flags.action = Flags::Action::kHelp;
  } else if (name == "--version") {
    flags.action = Flags::Action::kVersion;
  } else if (value.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(name, " needs a file"));
  } else if (name == "--ports-file") {
    flags.ports_file = std::move(value);
  } else {
    if (name == "--check-config") flags.action = Flags::Action::kCheckConfig;
    flags.config = std::move(value);
  }
  return absl::OkStatus();
}

}  // namespace

const char kHelp[] =
    R"(landfalld - the Landfall server

  landfalld --config FILE        serve with this configuration
  landfalld --check-config FILE  read and validate the configuration, then exit

  --ports-file FILE  write the addresses that were chosen, one "name address"
                     a line, once the server is ready
  --version          print the version
  --help             print this

SIGTERM and SIGINT finish what was accepted and stop. Exit codes: 0 stopped,
64 wrong usage, 70 internal error, 73 an address or the data folder is taken,
74 the store cannot be read or written, 78 wrong configuration.
)";

absl::StatusOr<Flags> ReadFlags(int argc, const char* const* argv) {
  Flags flags;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    const size_t equals = argument.find('=');
    const std::string name = argument.substr(0, equals);
    if (!IsKnown(name)) return UnknownFlag(name);
    std::string value;
    const bool takes_value = name != "--help" && name != "--version";
    if (equals != std::string::npos) {
      if (!takes_value) {
        return absl::InvalidArgumentError(
            absl::StrCat(name, " takes no value"));
      }
      value = argument.substr(equals + 1);
    } else if (takes_value && i + 1 < argc) {
      value = argv[++i];
    }
    LF_RETURN_IF_ERROR(SetFlag(name, std::move(value), flags));
  }
  const bool needs_config = flags.action == Flags::Action::kServe ||
                            flags.action == Flags::Action::kCheckConfig;
  if (needs_config && flags.config.empty()) {
    return absl::InvalidArgumentError("--config FILE is required");
  }
  return flags;
}

}  // namespace landfall::app
