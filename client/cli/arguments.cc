// Words of a command line -> Arguments, by the commands of command_table.h.
// Entry points: ReadArguments and HelpText.
#include "client/cli/arguments.h"

#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "client/cli/command_table.h"
#include "client/cli/parser.h"
#include "server/base/nearest.h"
#include "server/base/status_macros.h"

namespace landfall::cli {
namespace {

using Words = std::vector<std::string>;

std::string DidYouMean(const std::string& word, const Words& known) {
  const std::string nearest = base::Nearest(word, known);
  return nearest.empty() ? "" : absl::StrCat("; did you mean ", nearest, "?");
}

// A word that begins with a dash and is not "-" (standard input).
bool IsFlag(const std::string& word) {
  return word.size() > 1 && word[0] == '-';
}

// "--email" of "--email=a@b.example".
std::string NameOf(const std::string& flag) {
  return flag.substr(0, flag.find('='));
}

std::string Usage(const Command& command) {
  std::string usage = absl::StrCat("usage: landfall ", command.name);
  for (const Flag& flag : command.flags) {
    if (!flag.required) continue;
    absl::StrAppend(&usage, " ", DashedName(flag), " ", flag.value);
  }
  for (const Operand& operand : command.operands) {
    absl::StrAppend(&usage, operand.required ? " " : " [", operand.name,
                    operand.repeated ? "..." : "", operand.required ? "" : "]");
  }
  return usage;
}

absl::Status UnknownFlag(const std::string& word, const Command* command) {
  const std::string flag = NameOf(word);
  Words known;
  for (const Flag& row :
       command == nullptr ? FlagsBeforeCommand() : AllFlags(*command)) {
    known.push_back(DashedName(row));
  }
  for (const Command& other : Commands()) {
    if (command != nullptr) break;
    for (const Flag& row : other.flags) {
      if (DashedName(row) != flag) continue;
      return absl::InvalidArgumentError(
          absl::StrCat(flag, " goes behind the command, as in landfall ",
                       other.name, " ", flag));
    }
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "unknown flag ", flag, " of landfall", command == nullptr ? "" : " ",
      command == nullptr ? "" : command->name, DidYouMean(flag, known)));
}

// `group` is null for a command that is of no group, here and below.
absl::Status UnknownCommand(const std::string& word, const Command* group) {
  const std::string name =
      group == nullptr ? word : absl::StrCat(group->name, " ", word);
  Words known;
  for (const Command& command : Commands()) known.push_back(command.name);
  return absl::InvalidArgumentError(
      absl::StrCat("unknown command '", name, "'", DidYouMean(name, known)));
}

absl::Status MissingCommand(const Command* group) {
  Words names;
  for (const Command& command : Commands()) {
    if (IsGroup(command)) continue;
    if (group == nullptr ||
        absl::StartsWith(command.name, absl::StrCat(group->name, " "))) {
      names.push_back(command.name);
    }
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "a command is missing: one of ", absl::StrJoin(names, ", ")));
}

bool ExpectsCommand(const Command* command) {
  return command == nullptr || IsGroup(*command);
}

// What the library could not place behind `command`.
absl::Status CheckLeftOver(const Words& left, const Command* command) {
  for (const std::string& word : left) {
    if (word == "--") continue;
    if (IsFlag(word)) return UnknownFlag(word, command);
    if (ExpectsCommand(command)) return UnknownCommand(word, command);
    return absl::InvalidArgumentError(absl::StrCat(
        "there are too many arguments: '", word, "'; ", Usage(*command)));
  }
  return absl::OkStatus();
}

// Whether any command has a flag of this name that does or does not take a
// value.
bool AnyHas(const std::string& dashed, bool takes_value) {
  for (const Command& command : Commands()) {
    for (const Flag& flag : AllFlags(command)) {
      if (flag.takes_value() == takes_value && DashedName(flag) == dashed) {
        return true;
      }
    }
  }
  return false;
}

// "--flag=value" as two words, because the library takes the next word for the
// value of "--flag=".
absl::StatusOr<Words> WithValuesApart(const Words& words) {
  Words apart;
  bool only_operands = false;
  for (const std::string& word : words) {
    only_operands = only_operands || word == "--";
    const std::string name = NameOf(word);
    const bool has_value =
        !only_operands && IsFlag(word) && name.size() < word.size();
    if (has_value && AnyHas(name, true)) {
      apart.push_back(name);
      apart.push_back(word.substr(name.size() + 1));
    } else if (has_value && AnyHas(name, false)) {
      return absl::InvalidArgumentError(absl::StrCat(name, " takes no value"));
    } else {
      apart.push_back(word);
    }
  }
  return apart;
}

// Adds what was given to one parser.
absl::Status Collect(const CLI::App& app, const std::vector<Flag>& flags,
                     Arguments& arguments) {
  for (const Flag& flag : flags) {
    const CLI::Option& option = *app.get_option(DashedName(flag));
    if (option.count() == 0) continue;
    Words& values = arguments.flags[flag.name];
    if (!flag.takes_value()) {
      values = {""};
      continue;
    }
    values.insert(values.end(), option.results().begin(),
                  option.results().end());
    if (values.size() > 1 && !flag.repeated) {
      return absl::InvalidArgumentError(
          absl::StrCat(DashedName(flag), " is given twice"));
    }
  }
  return absl::OkStatus();
}

void AddOperands(const CLI::App& app, const Command& command,
                 Arguments& arguments) {
  for (const Operand& operand : command.operands) {
    const Words& given = app.get_option(operand.name)->results();
    arguments.positional.insert(arguments.positional.end(), given.begin(),
                                given.end());
  }
}

// The commands that the library recognised, from the root to the last one.
std::vector<const CLI::App*> ParsersUsed(const CLI::App& root) {
  std::vector<const CLI::App*> used = {&root};
  while (!used.back()->get_subcommands().empty()) {
    used.push_back(used.back()->get_subcommands().front());
  }
  return used;
}

// Lets the library parse; what it says against it, in our words.
absl::Status Parse(CLI::App& root, const Words& words) {
  try {
    root.parse(Words(words.rbegin(), words.rend()));  // as it wants them
  } catch (const CLI::ArgumentMismatch&) {
    // All of our flags take one value: only the last can lack it.
    return absl::InvalidArgumentError(
        absl::StrCat(words.back(), " needs a value"));
  } catch (const CLI::Error& error) {
    return absl::InvalidArgumentError(error.what());
  }
  return absl::OkStatus();
}

// The command that a call for help is about: as far as the words name one.
std::string CommandToExplain(const Words& words) {
  std::string name;
  for (const std::string& word : words) {
    const std::string longer =
        name.empty() ? word : absl::StrCat(name, " ", word);
    if (FindCommand(longer) != nullptr) name = longer;
  }
  return name;
}

// Help and version are answered whatever else is said.
bool AsksForHelp(const Words& words, Arguments& arguments) {
  for (const std::string& word : words) {
    if (word == "--") break;
    if (word == "--help" || word == "-h") {
      arguments.command = "help";
      const std::string about = CommandToExplain(words);
      if (!about.empty()) arguments.positional = {about};
      return true;
    }
    if (word == "--version") {
      arguments.command = "version";
      return true;
    }
  }
  return false;
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
  if (AsksForHelp(words, arguments)) return arguments;
  LF_ASSIGN_OR_RETURN(const Words apart, WithValuesApart(words));
  const std::unique_ptr<CLI::App> root = NewParser();
  const absl::Status parsed = Parse(*root, apart);
  const Command* command = nullptr;
  for (const CLI::App* app : ParsersUsed(*root)) {
    if (app != root.get()) {
      command =
          FindCommand(command == nullptr
                          ? app->get_name()
                          : absl::StrCat(command->name, " ", app->get_name()));
    }
    // Before the library's own complaint: a misspelt flag explains more than
    // the required one that is missing because of it.
    LF_RETURN_IF_ERROR(CheckLeftOver(app->remaining(), command));
    LF_RETURN_IF_ERROR(Collect(
        *app, command == nullptr ? FlagsBeforeCommand() : AllFlags(*command),
        arguments));
  }
  if (ExpectsCommand(command)) return MissingCommand(command);
  if (!parsed.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat(parsed.message(), "; ", Usage(*command)));
  }
  arguments.command = command->name;
  AddOperands(*ParsersUsed(*root).back(), *command, arguments);
  return arguments;
}

std::string HelpText(const std::string& command) {
  const std::unique_ptr<CLI::App> root = NewParser();
  CLI::App* app = root.get();
  std::string before;
  for (absl::string_view word :
       absl::StrSplit(command, ' ', absl::SkipEmpty())) {
    absl::StrAppend(&before, before.empty() ? "" : " ", app->get_name());
    app = app->get_subcommand(std::string(word));
  }
  return app->help(before);
}

}  // namespace landfall::cli
