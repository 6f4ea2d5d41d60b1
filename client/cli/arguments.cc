// Words of a command line -> Arguments, by the tables below.
// Entry points: ReadArguments and HelpText.
#include "client/cli/arguments.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "server/base/nearest.h"
#include "server/base/status_macros.h"

namespace landfall::cli {
namespace {

struct CommandRow {
  absl::string_view name;
  int min_arguments;
  int max_arguments;
  absl::string_view usage;
};

constexpr int kAnyNumber = 1 << 20;

constexpr CommandRow kCommands[] = {
    {"check", 0, 1,
     "check SOURCE/TYPE/ID | check --email ANN@CONTOSO.COM  check a customer"},
    {"explain", 1, 1, "explain SOURCE/TYPE/ID  show a record and its verdict"},
    {"card", 1, 1, "card CARD  show a card: count, alert, breakdowns"},
    {"cards", 0, 0, "cards  show all cards, one per line"},
    {"list", 1, 1, "list CARD  list what a card counts"},
    {"history", 1, 1, "history CARD  show a card over time"},
    {"import", 1, kAnyNumber,
     "import --source SOURCE FILE…  import payload files (-: standard input)"},
    {"sources", 0, 0, "sources  show the sources, and when each was last read"},
    {"erase", 1, 1,
     "erase SOURCE/TYPE/ID  erase a record and what belongs to it"},
    {"keys", 1, 2,
     "keys new --role ROLE | keys list | keys revoke ID  manage API keys"},
};

enum class Kind { kSwitch, kValue, kRepeated };

struct FlagRow {
  absl::string_view name;
  Kind kind;
  absl::string_view commands;  // separated by spaces; "*": all
  absl::string_view help;
};

constexpr FlagRow kFlags[] = {
    {"server", Kind::kValue, "*", "HOST:PORT; default: LANDFALL_SERVER"},
    {"api-key", Kind::kValue, "*", "KEY; default: LANDFALL_API_KEY"},
    {"format", Kind::kValue, "*", "table, json or csv"},
    {"timeout", Kind::kValue, "*",
     "how long to wait for an answer; default: 30s"},
    {"tls", Kind::kSwitch, "*", "connect with TLS; default: LANDFALL_TLS"},
    {"insecure", Kind::kSwitch, "*",
     "allow a key without TLS to another machine"},
    {"tls-ca", Kind::kValue, "*", "PEM FILE with the CA certificates to trust"},
    {"tls-cert", Kind::kValue, "*", "PEM FILE with the client certificate"},
    {"tls-key", Kind::kValue, "*", "PEM FILE with the client's private key"},
    {"help", Kind::kSwitch, "*", ""},
    {"version", Kind::kSwitch, "*", ""},
    {"email", Kind::kRepeated, "check", "ADDRESS"},
    {"tax-id", Kind::kRepeated, "check", "NUMBER or COUNTRY:NUMBER"},
    {"external-id", Kind::kRepeated, "check", "SOURCE:ID"},
    {"name", Kind::kValue, "check", "NAME of the customer"},
    {"country", Kind::kValue, "check", "COUNTRY of the customer"},
    {"postal-code", Kind::kValue, "check", "CODE of the customer"},
    {"ship-to", Kind::kValue, "check", "COUNTRY that the order ships to"},
    {"entity", Kind::kRepeated, "check",
     "legal ENTITY expected to hold the customer"},
    {"entity", Kind::kValue, "card list history",
     "only what is missing in this ENTITY"},
    {"source", Kind::kValue, "card list history", "only this SOURCE"},
    {"channel", Kind::kValue, "card list history", "only this CHANNEL"},
    {"as-of", Kind::kValue, "check explain card cards list",
     "TIME, or a date: its start in UTC"},
    {"keys", Kind::kValue, "check explain card list history",
     "match by these only: EMAIL,EXTERNAL_ID,TAX_ID"},
    {"window-days", Kind::kValue, "check explain card list history",
     "1 to 366"},
    {"view", Kind::kValue, "check", "full, or basic without texts and names"},
    {"exit-code", Kind::kSwitch, "check card", "exit with 10 or 11, see below"},
    {"reason", Kind::kValue, "list", "only this reason CODE"},
    {"order-by", Kind::kValue, "list",
     "blocked_value desc, since, since desc, name"},
    {"from", Kind::kValue, "history",
     "TIME or date; default: 30 days before --to"},
    {"to", Kind::kValue, "history", "TIME or date; default: now"},
    {"step", Kind::kValue, "history", "hour, day or week"},
    {"limit", Kind::kValue, "list", "at most NUMBER entries"},
    {"source", Kind::kValue, "import", "SOURCE that the files come from"},
    {"type", Kind::kValue, "import",
     "record TYPE; default: told from the file"},
    {"company", Kind::kValue, "import", "COMPANY that the files belong to"},
    {"rejects", Kind::kValue, "import", "FILE to report rejected rows to"},
    {"accept-rejects", Kind::kSwitch, "import",
     "count the customers as read completely even if rows were rejected"},
    {"full", Kind::kSwitch, "import",
     "the files are everything: delete records that are not in them"},
    {"max-gone", Kind::kValue, "import",
     "largest SHARE that --full may delete; default: 20%"},
    {"dry-run", Kind::kSwitch, "import", "change nothing, only count"},
    {"keys", Kind::kSwitch, "sources", "show the fields that hold keys"},
    {"role", Kind::kValue, "keys", "reader, ingester or admin"},
    {"id", Kind::kValue, "keys", "NAME of the key in the configuration"},
    {"rate-limit", Kind::kValue, "keys",
     "CALLS a second and burst, as in 5,20"},
    {"file", Kind::kValue, "keys", "FILE that auth.keys_file names"},
};

bool Applies(const FlagRow& row, absl::string_view command) {
  if (row.commands == "*") return true;
  for (absl::string_view name : absl::StrSplit(row.commands, ' ')) {
    if (name == command) return true;
  }
  return false;
}

const CommandRow* FindCommand(absl::string_view name) {
  for (const CommandRow& row : kCommands) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

const FlagRow* FindFlag(absl::string_view name, absl::string_view command) {
  for (const FlagRow& row : kFlags) {
    if (row.name == name && Applies(row, command)) return &row;
  }
  return nullptr;
}

std::string DidYouMean(const std::string& nearest) {
  return nearest.empty() ? "" : absl::StrCat("; did you mean ", nearest, "?");
}

absl::Status UnknownFlag(const std::string& name, absl::string_view command) {
  std::vector<std::string> known;
  for (const FlagRow& row : kFlags) {
    if (Applies(row, command)) known.push_back(absl::StrCat("--", row.name));
  }
  const std::string flag = absl::StrCat("--", name);
  return absl::InvalidArgumentError(
      absl::StrCat("unknown flag ", flag, " of landfall ", command,
                   DidYouMean(base::Nearest(flag, known))));
}

absl::Status UnknownCommand(const std::string& name) {
  std::vector<std::string> known;
  for (const CommandRow& row : kCommands) known.emplace_back(row.name);
  return absl::InvalidArgumentError(absl::StrCat(
      "unknown command '", name, "'", DidYouMean(base::Nearest(name, known))));
}

// A word that begins with a dash and is not "-" (standard input).
bool IsFlag(const std::string& word) {
  return word.size() > 1 && word[0] == '-';
}

// The flags that take a value wherever they apply: needed to find the command
// among the words before it is known.
bool TakesValueAnywhere(absl::string_view name) {
  bool known = false;
  for (const FlagRow& row : kFlags) {
    if (row.name != name) continue;
    if (row.kind == Kind::kSwitch) return false;
    known = true;
  }
  return known;
}

std::string CommandOf(const std::vector<std::string>& words) {
  for (size_t i = 0; i < words.size(); ++i) {
    if (!IsFlag(words[i])) return words[i];
    const bool has_value = absl::StrContains(words[i], "=");
    if (!has_value && TakesValueAnywhere(words[i].substr(2))) ++i;
  }
  return "";
}

absl::Status AddFlag(const std::vector<std::string>& words, size_t& i,
                     Arguments& arguments) {
  const std::string& word = words[i];
  const size_t equals = word.find('=');
  const size_t dashes = word[1] == '-' ? 2 : 1;
  const std::string name = word.substr(
      dashes, equals == std::string::npos ? equals : equals - dashes);
  const FlagRow* row = FindFlag(name, arguments.command);
  if (row == nullptr || dashes != 2) {
    return UnknownFlag(name, arguments.command);
  }
  std::string value;
  if (row->kind == Kind::kSwitch) {
    if (equals != std::string::npos) {
      return absl::InvalidArgumentError(
          absl::StrCat("--", name, " takes no value"));
    }
  } else if (equals != std::string::npos) {
    value = word.substr(equals + 1);
  } else if (i + 1 < words.size()) {
    value = words[++i];
  } else {
    return absl::InvalidArgumentError(
        absl::StrCat("--", name, " needs a value: ", row->help));
  }
  std::vector<std::string>& values = arguments.flags[name];
  if (!values.empty() && row->kind == Kind::kValue) {
    return absl::InvalidArgumentError(
        absl::StrCat("--", name, " is given twice"));
  }
  values.push_back(std::move(value));
  return absl::OkStatus();
}

// Takes the words behind the command apart into flags and arguments.
absl::Status AddWords(const std::vector<std::string>& words,
                      Arguments& arguments) {
  bool command_seen = false;
  bool only_positional = false;
  for (size_t i = 0; i < words.size(); ++i) {
    if (!only_positional && words[i] == "--") {
      only_positional = true;
    } else if (!only_positional && IsFlag(words[i])) {
      LF_RETURN_IF_ERROR(AddFlag(words, i, arguments));
    } else if (!command_seen) {
      command_seen = true;
    } else {
      arguments.positional.push_back(words[i]);
    }
  }
  return absl::OkStatus();
}

absl::Status CheckCount(const Arguments& arguments) {
  const CommandRow& command = *FindCommand(arguments.command);
  const int count = static_cast<int>(arguments.positional.size());
  if (count >= command.min_arguments && count <= command.max_arguments) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrCat(
      count < command.min_arguments ? "an argument is missing"
                                    : "there are too many arguments",
      "; usage: landfall ", command.usage));
}

}  // namespace

std::string Arguments::Get(const std::string& flag,
                           const std::string& otherwise) const {
  const auto it = flags.find(flag);
  return it == flags.end() ? otherwise : it->second.back();
}

std::vector<std::string> Arguments::All(const std::string& flag) const {
  const auto it = flags.find(flag);
  return it == flags.end() ? std::vector<std::string>() : it->second;
}

absl::StatusOr<Arguments> ReadArguments(const std::vector<std::string>& words) {
  Arguments arguments;
  for (const std::string& word : words) {
    if (word == "--") break;
    if (word == "--help") arguments.command = "help";
    if (word == "--version") arguments.command = "version";
    if (!arguments.command.empty()) return arguments;
  }
  arguments.command = CommandOf(words);
  if (arguments.command.empty()) {
    return absl::InvalidArgumentError("a command is missing");
  }
  if (FindCommand(arguments.command) == nullptr) {
    return UnknownCommand(arguments.command);
  }
  LF_RETURN_IF_ERROR(AddWords(words, arguments));
  LF_RETURN_IF_ERROR(CheckCount(arguments));
  return arguments;
}

std::string HelpText() {
  std::string help =
      "landfall - ask a Landfall server which customers have landed\n\n";
  for (const CommandRow& command : kCommands) {
    absl::StrAppend(&help, "  landfall ", command.usage, "\n");
    for (const FlagRow& row : kFlags) {
      if (row.commands == "*" || !Applies(row, command.name)) continue;
      absl::StrAppend(&help, "      --", row.name, "  ", row.help, "\n");
    }
  }
  absl::StrAppend(&help, "\nEvery command:\n");
  for (const FlagRow& row : kFlags) {
    if (row.commands != "*" || row.help.empty()) continue;
    absl::StrAppend(&help, "      --", row.name, "  ", row.help, "\n");
  }
  absl::StrAppend(
      &help,
      "\nExit codes: 0 success; 1 the server answered with an error; 2 wrong "
      "usage;\n3 done, but some rows were rejected; 4 server not reachable. "
      "With --exit-code:\n10 the alert fires or the verdict is NOT_PROMOTED; "
      "11 any other verdict but\nPROMOTED.\n");
  return help;
}

}  // namespace landfall::cli
