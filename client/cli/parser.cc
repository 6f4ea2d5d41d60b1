// Command table -> CLI11. Declared in parser.h.
#include "client/cli/parser.h"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "server/base/nearest.h"

namespace landfall::cli {
namespace {

constexpr size_t kNameColumn = 30;
constexpr size_t kTextColumn = 48;  // the rest of a line of 80, less a margin
constexpr size_t kFewChoices = 3;   // that fit into the column of names

constexpr int kNeverEnough = 1 << 20;

constexpr char kFlagGroup[] = "Flags";
constexpr char kConnectionGroup[] = "Connection";
constexpr char kHiddenGroup[] = "";  // one page of help shows them
constexpr char kCommonGroup[] = "Every command";

constexpr char kExitCodes[] =
    "Examples:\n"
    "  landfall check --email ann@contoso.com --entity USTR\n"
    "  landfall card ecom-absent\n"
    "  landfall import --source crm --type account accounts.json\n"
    "\n"
    "Exit codes:\n"
    "  0   success\n"
    "  1   the server answered with an error\n"
    "  2   wrong usage\n"
    "  3   done, but some rows were rejected\n"
    "  4   server not reachable\n"
    "  10  with --exit-code: the alert fires or the verdict is NOT_PROMOTED\n"
    "  11  with --exit-code: any other verdict but PROMOTED\n"
    "\n"
    "landfall help COMMAND explains a command.";

// `text` with a line feed instead of a blank where a line would be too long.
std::string Wrapped(const std::string& text) {
  std::string wrapped;
  size_t line = 0;
  for (absl::string_view word : absl::StrSplit(text, ' ')) {
    if (line > 0) {
      const bool fits = line + 1 + word.size() <= kTextColumn;
      wrapped.push_back(fits ? ' ' : '\n');
      line = fits ? line + 1 : 0;
    }
    absl::StrAppend(&wrapped, word);
    line += word.size();
  }
  return wrapped;
}

// The library's help with the commands before the flags and texts in lines.
class HelpFormatter : public CLI::Formatter {
 public:
  HelpFormatter() {
    column_width(kNameColumn);
    label("OPTIONS", "flags");
    label("SUBCOMMAND", "COMMAND");
    label("Positionals", "Arguments");
  }
  std::string make_option_desc(const CLI::Option* option) const override {
    return Wrapped(option->get_description());
  }
  std::string make_option_usage(const CLI::Option* operand) const override {
    const std::string name = absl::StrCat(
        operand->get_name(), operand->get_expected_max() > 1 ? "..." : "");
    return operand->get_required() ? name : absl::StrCat("[", name, "]");
  }
  std::string make_help(const CLI::App* app, std::string name,
                        CLI::AppFormatMode mode) const override {
    std::string help = absl::StrCat(
        make_description(app), "\n", make_usage(app, std::move(name)),
        make_positionals(app), make_subcommands(app, mode), "\n",
        make_groups(app, mode), "\n", make_footer(app));
    absl::StrReplaceAll({{"\n\n\n", "\n\n"}}, &help);
    return help;
  }
};

std::string ValueText(const Flag& flag) {
  std::string text = flag.choices.empty() || flag.choices.size() > kFewChoices
                         ? flag.value
                         : absl::StrJoin(flag.choices, "|");
  if (flag.repeated) absl::StrAppend(&text, " ...");
  if (flag.required) absl::StrAppend(&text, " (required)");
  return text;
}

// Accepts the choices in any case, in the spelling of the table.
CLI::Validator OneOf(std::vector<std::string> choices) {
  return CLI::Validator(
      [choices = std::move(choices)](std::string& value) {
        for (const std::string& choice : choices) {
          if (!absl::EqualsIgnoreCase(choice, value)) continue;
          value = choice;
          return std::string();
        }
        if (choices.size() <= kFewChoices) {
          return absl::StrCat("one of ", absl::StrJoin(choices, ", "));
        }
        const std::string nearest = base::Nearest(value, choices);
        return absl::StrCat(
            "unknown value ", value,
            nearest.empty() ? ", see --help" : "; did you mean ", nearest,
            nearest.empty() ? "" : "?");
      },
      "");
}

void AddFlags(CLI::App& app, const std::vector<Flag>& flags,
              const std::string& group) {
  for (const Flag& flag : flags) {
    const std::string name =
        flag.name == "help" ? "-h,--help" : DashedName(flag);
    if (!flag.takes_value()) {
      app.add_flag(name, flag.help)->group(group);
      continue;
    }
    CLI::Option* option = app.add_option(name, flag.help);
    option->group(group)
        ->option_text(ValueText(flag))
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    option->required(flag.required);
    if (!flag.choices.empty()) option->transform(OneOf(flag.choices));
  }
}

void AddOperand(CLI::App& app, const Operand& operand) {
  CLI::Option* option = app.add_option(operand.name, operand.help);
  option->required(operand.required)->option_text(" ");
  if (!operand.choices.empty()) option->transform(OneOf(operand.choices));
  if (!operand.repeated) return;
  // Never enough of them: the library would think of what follows "--" as too
  // much otherwise, and take the brackets off "[x]".
  option->expected(kNeverEnough, CLI::detail::expected_max_vector_size)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

std::string FooterText(const Command& command) {
  std::string text;
  if (command.asks_server) {
    text =
        "landfall --help shows the flags of the connection, such as "
        "--server.\n\n";
  }
  if (!command.examples.empty()) absl::StrAppend(&text, "Examples:\n");
  for (const Example& example : command.examples) {
    if (!example.purpose.empty()) {
      absl::StrAppend(&text, "  # ", example.purpose, "\n");
    }
    absl::StrAppend(&text, "  ", example.command, "\n");
  }
  if (!text.empty()) text.pop_back();  // the library ends the line
  return text;
}

// The parser of the group that a command belongs to, or `root`.
CLI::App& GroupOf(CLI::App& root, const std::string& command) {
  const size_t space = command.find(' ');
  return space == std::string::npos
             ? root
             : *root.get_subcommand(command.substr(0, space));
}

void AddCommand(CLI::App& root, const Command& command) {
  const std::string name = command.name.substr(command.name.find(' ') + 1);
  CLI::App& app =
      *GroupOf(root, command.name).add_subcommand(name, command.summary);
  app.group("Commands");
  app.footer(FooterText(command));
  for (const Operand& operand : command.operands) AddOperand(app, operand);
  AddFlags(app, command.flags, kFlagGroup);
  if (command.asks_server) AddFlags(app, ConnectionFlags(), kHiddenGroup);
  AddFlags(app, CommonFlags(), kCommonGroup);
}

}  // namespace

std::unique_ptr<CLI::App> NewParser() {
  auto root = std::make_unique<CLI::App>(
      "landfall - ask a Landfall server which customers have landed",
      "landfall");
  root->set_help_flag();  // help is looked for before anything is parsed
  root->formatter(std::make_shared<HelpFormatter>());
  root->allow_extras();
  root->require_subcommand(0, 1);
  for (const Command& command : Commands()) AddCommand(*root, command);
  AddFlags(*root, ConnectionFlags(), kConnectionGroup);
  AddFlags(*root, CommonFlags(), kCommonGroup);
  AddFlags(*root,
           {{.name = "version", .value = "", .help = "show the version"}},
           kCommonGroup);
  root->footer(kExitCodes);
  return root;
}

}  // namespace landfall::cli
