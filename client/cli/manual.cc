// Command table -> manual page. Declared in manual.h.
#include "client/cli/manual.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "client/cli/command_table.h"

namespace landfall::cli {
namespace {

constexpr char kHead[] =
    ".TH LANDFALL 1 \"\" \"Landfall\" \"User Commands\"\n"
    ".SH NAME\n"
    "landfall \\- ask a Landfall server which customers have landed\n"
    ".SH SYNOPSIS\n"
    ".B landfall\n"
    ".RI [ flags ]\n"
    ".I COMMAND\n"
    ".SH DESCRIPTION\n"
    "Landfall says which customers of sales and web shops have not landed in\n"
    "the customer master of the legal entity that must hold them, and why.\n"
    ".B landfall\n"
    "asks a running\n"
    ".BR landfalld (8).\n";

constexpr char kTail[] =
    ".SH EXIT STATUS\n"
    "0 success; 1 the server answered with an error; 2 wrong usage; 3 done,\n"
    "but some rows were rejected; 4 server not reachable. With\n"
    ".BR \\-\\-exit\\-code :\n"
    "10 the alert fires or the verdict is NOT_PROMOTED; 11 any other verdict\n"
    "but PROMOTED.\n"
    ".SH SEE ALSO\n"
    ".BR landfalld (8)\n";

// Text of ours: no line begins with a dot or a quote.
std::string Roff(const std::string& text) {
  return absl::StrReplaceAll(text, {{"\\", "\\e"}, {"-", "\\-"}});
}

void AddFlags(const std::vector<Flag>& flags, std::string& page) {
  for (const Flag& flag : flags) {
    const std::string name =
        absl::StrCat(flag.name == "help" ? "-h, " : "", DashedName(flag));
    absl::StrAppend(&page, ".TP\n\\fB", Roff(name), "\\fR");
    if (flag.takes_value()) {
      absl::StrAppend(&page, " \\fI", Roff(flag.value), "\\fR");
    }
    absl::StrAppend(&page, "\n", Roff(flag.help), ".\n");
    if (!flag.choices.empty()) {
      absl::StrAppend(&page, "One of ", Roff(absl::StrJoin(flag.choices, ", ")),
                      ".\n");
    }
    if (flag.repeated) absl::StrAppend(&page, "May be repeated.\n");
  }
}

void AddCommand(const Command& command, std::string& page) {
  absl::StrAppend(&page, ".SS landfall ", command.name);
  for (const Operand& operand : command.operands) {
    absl::StrAppend(&page, " ", operand.name, operand.repeated ? "..." : "");
  }
  absl::StrAppend(&page, "\n", Roff(command.summary), ".\n");
  AddFlags(command.flags, page);
  for (const Example& example : command.examples) {
    absl::StrAppend(&page, ".PP\n");
    if (!example.purpose.empty()) {
      absl::StrAppend(&page, Roff(example.purpose), "\n");
    }
    absl::StrAppend(&page, ".EX\n", Roff(example.command), "\n.EE\n");
  }
}

}  // namespace

std::string ManualPage() {
  std::string page = kHead;
  absl::StrAppend(&page, ".SH COMMANDS\n");
  for (const Command& command : Commands()) {
    if (!IsGroup(command)) AddCommand(command, page);
  }
  absl::StrAppend(&page, ".SH FLAGS OF EVERY COMMAND\n");
  AddFlags(FlagsBeforeCommand(), page);
  absl::StrAppend(&page, kTail);
  return page;
}

}  // namespace landfall::cli
