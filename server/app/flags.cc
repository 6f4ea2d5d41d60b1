// The command line of landfalld, read by CLI11. Entry points: ReadFlags and
// HelpText.
#include "server/app/flags.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/base/nearest.h"
#include "server/base/status_macros.h"

namespace landfall::app {
namespace {

constexpr char kConfig[] = "--config";
constexpr char kCheckConfig[] = "--check-config";
constexpr char kPortsFile[] = "--ports-file";
constexpr char kHelp[] = "--help";
constexpr char kVersion[] = "--version";

constexpr char kFooter[] =
    "Examples:\n"
    "  landfalld --check-config /etc/landfall/landfall.yaml\n"
    "  landfalld --config /etc/landfall/landfall.yaml\n"
    "\n"
    "SIGTERM and SIGINT finish what was accepted and stop. Exit codes: 0 "
    "stopped,\n"
    "64 wrong usage, 70 internal error, 73 an address or the data folder is "
    "taken,\n"
    "74 the store cannot be read or written, 78 wrong configuration.";

// Leaves over what it does not know, so that we can say what was meant.
void Describe(CLI::App& parser) {
  parser.allow_extras();
  parser.set_help_flag();
  parser.footer(kFooter);
  parser.get_formatter()->label("OPTIONS", "flags");
  parser.get_formatter()->column_width(24);
  const auto file = [&](const char* name, const std::string& help) {
    parser.add_option(name, help)
        ->option_text("FILE")
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
        ->group("Flags");
  };
  file(kConfig, "serve with this configuration");
  file(kCheckConfig, "read and validate the configuration, then exit");
  file(kPortsFile,
       "write the addresses that were chosen, one \"name\n"
       "address\" a line, once the server is ready");
  const auto flag = [&](const std::string& name, const std::string& help) {
    parser.add_flag(name, help)->group("Flags");
  };
  flag(absl::StrCat("-h,", kHelp), "show this help");
  flag(kVersion, "show the version");
}

absl::Status Unknown(const std::string& word) {
  if (!absl::StartsWith(word, "-") || word == "--") {
    return absl::InvalidArgumentError(absl::StrCat(
        "unexpected argument '", word, "'; landfalld takes flags only"));
  }
  const std::string name = word.substr(0, word.find('='));
  const std::string nearest =
      base::Nearest(name, {kConfig, kCheckConfig, kPortsFile, kHelp, kVersion});
  return absl::InvalidArgumentError(absl::StrCat(
      "unknown flag ", name, nearest.empty() ? "" : "; did you mean ", nearest,
      nearest.empty() ? "" : "?"));
}

// The value of a flag, or "" when it is not given.
absl::StatusOr<std::string> FileOf(const CLI::App& parser, const char* name) {
  const CLI::Option& option = *parser.get_option(name);
  if (option.count() == 0) return std::string();
  if (!option.results().back().empty()) return option.results().back();
  return absl::InvalidArgumentError(absl::StrCat(name, " needs a file"));
}

absl::StatusOr<Flags> FlagsOf(const CLI::App& parser) {
  Flags flags;
  if (parser.count(kHelp) > 0 || parser.count(kVersion) > 0) {
    flags.action = parser.count(kHelp) > 0 ? Flags::Action::kHelp
                                           : Flags::Action::kVersion;
    return flags;
  }
  if (!parser.remaining().empty()) return Unknown(parser.remaining().front());
  LF_ASSIGN_OR_RETURN(flags.ports_file, FileOf(parser, kPortsFile));
  LF_ASSIGN_OR_RETURN(flags.config, FileOf(parser, kConfig));
  LF_ASSIGN_OR_RETURN(const std::string check, FileOf(parser, kCheckConfig));
  if (!check.empty()) {
    flags.action = Flags::Action::kCheckConfig;
    flags.config = check;
  }
  if (flags.config.empty()) {
    return absl::InvalidArgumentError("--config FILE is required");
  }
  return flags;
}

// "--flag=value" as two words, because the library takes the next word for the
// value of "--flag=". A switch is left to the library, which takes no value.
std::vector<std::string> ReversedWords(int argc, const char* const* argv) {
  std::vector<std::string> words;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const std::string name = word.substr(0, word.find('='));
    const bool takes_value =
        name == kConfig || name == kCheckConfig || name == kPortsFile;
    words.push_back(takes_value ? name : word);
    if (takes_value && name.size() < word.size()) {
      words.push_back(word.substr(name.size() + 1));
    }
  }
  return {words.rbegin(), words.rend()};  // as the library wants them
}

}  // namespace

absl::StatusOr<Flags> ReadFlags(int argc, const char* const* argv) {
  CLI::App parser("landfalld - the Landfall server", "landfalld");
  Describe(parser);
  for (int i = 1; i < argc; ++i) {
    for (const char* name : {kHelp, kVersion}) {
      if (absl::StartsWith(argv[i], absl::StrCat(name, "="))) {
        return absl::InvalidArgumentError(
            absl::StrCat(name, " takes no value"));
      }
    }
  }
  try {
    parser.parse(ReversedWords(argc, argv));
  } catch (const CLI::ArgumentMismatch&) {
    return absl::InvalidArgumentError(
        absl::StrCat(argv[argc - 1], " needs a file"));
  } catch (const CLI::Error& error) {
    return absl::InvalidArgumentError(error.what());
  }
  return FlagsOf(parser);
}

std::string HelpText() {
  CLI::App parser("landfalld - the Landfall server\n", "landfalld");
  Describe(parser);
  return parser.help();
}

}  // namespace landfall::app
