// The commands of `landfall`. Declared in command_table.h.
#include "client/cli/command_table.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/cli/file_commands.h"
#include "client/cli/subscription_commands.h"
#include "client/cli/sync_command.h"
#include "landfall/v1/event.pb.h"
#include "landfall/v1/verdict.pb.h"
#include "server/model/settings.h"

namespace landfall::cli {
namespace {

const Operand kRecord = {
    .name = "SOURCE/TYPE/ID",
    .help = "the record, for example crm/account/7f1c2a90"};

const Operand kCard = {.name = "CARD",
                       .help = "the id of a card; landfall cards lists them",
                       .offers = Offers::kCards};

const Flag kAsOf = {.name = "as-of",
                    .value = "TIME",
                    .help =
                        "answer as of this time (2026-06-09T08:00:00Z) or "
                        "date (its start in UTC); default: now"};

const Flag kKeys = {.name = "keys",
                    .value = "KINDS",
                    .help =
                        "match by these kinds of keys only, with commas: "
                        "EMAIL,EXTERNAL_ID,TAX_ID"};

const Flag kWindow = {.name = "window-days",
                      .value = "NUMBER",
                      .help = "length of the window in days, 1 to 366"};

const Flag kExitCode = {
    .name = "exit-code",
    .value = "",
    .help =
        "exit with 10 if the alert fires or the verdict is NOT_PROMOTED, "
        "and with 11 for any other verdict but PROMOTED"};

// The part of a card that is asked for.
std::vector<Flag> CardFlags(std::vector<Flag> more) {
  std::vector<Flag> flags = {
      {.name = "entity",
       .value = "ENTITY",
       .help = "only what is missing in this legal entity"},
      {.name = "source", .value = "SOURCE", .help = "only this source"},
      {.name = "channel", .value = "CHANNEL", .help = "only this channel"},
  };
  for (Flag& flag : more) flags.push_back(std::move(flag));
  return flags;
}

std::vector<std::string> ReasonCodes() {
  std::vector<std::string> codes;
  const auto* names = v1::ReasonCode::Value_descriptor();
  for (int i = 0; i < names->value_count(); ++i) {
    if (names->value(i)->number() == v1::ReasonCode::REASON_CODE_UNSPECIFIED) {
      continue;
    }
    codes.push_back(names->value(i)->name());
  }
  return codes;
}

Command Check() {
  return {
      .name = "check",
      .summary = "Say whether a customer has landed, or why not",
      .operands = {{.name = kRecord.name,
                    .help = kRecord.help + "; or name the customer by keys",
                    .required = false}},
      .flags = {{.name = "email",
                 .value = "ADDRESS",
                 .help = "email address of the customer",
                 .repeated = true},
                {.name = "tax-id",
                 .value = "[COUNTRY:]NUMBER",
                 .help = "tax ID of the customer",
                 .repeated = true},
                {.name = "external-id",
                 .value = "SOURCE:ID",
                 .help = "id that a source gave the customer",
                 .repeated = true},
                {.name = "name",
                 .value = "NAME",
                 .help = "name of the customer; supports a weak tax ID"},
                {.name = "country",
                 .value = "COUNTRY",
                 .help =
                     "country of the customer, and of a tax ID without one"},
                {.name = "postal-code",
                 .value = "CODE",
                 .help = "postal code of the customer; supports a weak tax ID"},
                {.name = "ship-to",
                 .value = "COUNTRY",
                 .help = "country that the order ships to"},
                {.name = "entity",
                 .value = "ENTITY",
                 .help = "legal entity that must hold the customer; default: "
                         "any",
                 .repeated = true},
                {.name = "view",
                 .value = "VIEW",
                 .help = "basic leaves out names and texts; default: full",
                 .choices = {"basic", "full"}},
                kAsOf,
                kKeys,
                kWindow,
                kExitCode},
      .examples = {{"landfall check --email ann@contoso.com --entity USTR",
                    "Is this address a customer of US Trade Inc?"},
                   {"landfall check crm/account/7f1c2a90 --exit-code",
                    "In a script: exit code 10 if it has not landed."}}};
}

Command List() {
  return {.name = "list",
          .summary = "List what a card counts",
          .operands = {kCard},
          .flags = CardFlags(
              {{.name = "reason",
                .value = "CODE",
                .help = "only this reason, such as NOT_FOUND; docs/verdicts.md "
                        "explains them all",
                .choices = ReasonCodes()},
               {.name = "limit",
                .value = "NUMBER",
                .help = "at most so many entries"},
               {.name = "order-by",
                .value = "ORDER",
                .help = "\"blocked_value desc\" (default), since, "
                        "\"since desc\" or name"},
               kAsOf,
               kKeys,
               kWindow}),
          .examples = {
              {"landfall list ecom-absent --limit 10",
               "The ten customers who block the most."},
              {"landfall list ecom-absent --format csv > absent.csv", ""}}};
}

Command History() {
  return {.name = "history",
          .summary = "Show a card over time",
          .operands = {kCard},
          .flags =
              CardFlags({{.name = "from",
                          .value = "TIME",
                          .help = "time or date; default: 30 days before --to"},
                         {.name = "to",
                          .value = "TIME",
                          .help = "time or date; default: now"},
                         {.name = "step",
                          .value = "STEP",
                          .help = "distance between two points; default: day",
                          .choices = {"hour", "day", "week"}},
                         kKeys,
                         kWindow}),
          .examples = {{"landfall history ecom-absent --from 2026-01-01 "
                        "--step week",
                        ""}}};
}

std::vector<std::string> EventTypes() {
  std::vector<std::string> types;
  const auto* names = v1::EventType::Value_descriptor();
  for (int i = 0; i < names->value_count(); ++i) {
    if (names->value(i)->number() == v1::EventType::EVENT_TYPE_UNSPECIFIED) {
      continue;
    }
    types.push_back(names->value(i)->name());
  }
  return types;
}

Command Events() {
  Operand card = kCard;
  card.required = false;
  card.help = "only the events of this card";
  return {.name = "events",
          .summary = "List who entered and who left cards",
          .operands = {card},
          .flags = {{.name = "source",
                     .value = "SOURCE",
                     .help = "only events about this source and its records"},
                    {.name = "type",
                     .value = "TYPE",
                     .help = "only events of this type",
                     .choices = EventTypes()},
                    {.name = "newest-first",
                     .value = "",
                     .help = "begin with what happened last"},
                    {.name = "cursor",
                     .value = "CURSOR",
                     .help = "go on from here: nextCursor of an answer, or the "
                             "cursor of an event"},
                    {.name = "limit",
                     .value = "NUMBER",
                     .help = "at most so many events"}},
          .examples = {{"landfall events ecom-absent --newest-first --limit 20",
                        "What happened last?"},
                       {"landfall events --type LEFT --format csv", ""}}};
}

Command Watch() {
  Operand card = kCard;
  card.required = false;
  card.help = "only the events of this card";
  return {
      .name = "watch",
      .summary = "Show who enters and leaves cards, as it happens",
      .operands = {card},
      .flags = CardFlags(
          {{.name = "reason",
            .value = "CODE",
            .help = "of those who enter only this reason, such as NOT_FOUND",
            .choices = ReasonCodes()},
           {.name = "cursor",
            .value = "CURSOR",
            .help = "begin here: the cursor of a card, a list or an event; "
                    "default: now"},
           {.name = "exec",
            .value = "COMMAND",
            .help = "run this in a shell for each event instead of printing "
                    "it: the event is its standard input, as JSON, and its "
                    "fields are LANDFALL_CARD, LANDFALL_RECORD and so on"},
           {.name = "count",
            .value = "NUMBER",
            .help = "end after so many events"}}),
      .examples = {{"landfall watch ecom-absent", "Until Ctrl-C."},
                   {"landfall watch ecom-absent --exec ./tell-sales.sh",
                    "The script has the event on its standard input."}}};
}

std::vector<Command> Questions() {
  return {
      Check(),
      {.name = "explain",
       .summary = "Show a record and everything known about it",
       .operands = {kRecord},
       .flags = {kAsOf, kKeys, kWindow},
       .examples = {{"landfall explain crm/account/7f1c2a90", ""}}},
      {.name = "cards",
       .summary = "Show all cards, one per line",
       .flags = {kAsOf},
       .examples = {{"landfall cards --as-of 2026-04-13", ""}}},
      {.name = "card",
       .summary = "Show a card: its count, its alert, its breakdowns",
       .operands = {kCard},
       .flags = CardFlags({kAsOf, kKeys, kWindow, kExitCode}),
       .examples = {{"landfall card ecom-absent --as-of 2026-04-13", ""},
                    {"landfall card ecom-absent --exit-code >/dev/null",
                     "In a nightly job: exit code 10 if the alert fires."}}},
      List(),
      History(),
      Events(),
      Watch()};
}

std::vector<Command> AllCommands() {
  std::vector<Command> all = Questions();
  all.push_back(ImportCommand());
  all.push_back({.name = "sources",
                 .summary = "Show the sources, and when each was last read",
                 .flags = {{.name = "keys",
                            .value = "",
                            .help = "show the fields that hold the keys"}},
                 .examples = {{"landfall sources --keys", ""}}});
  for (Command& command : SubscriptionCommands()) {
    all.push_back(std::move(command));
  }
  all.push_back(SyncCommand());
  all.push_back({.name = "erase",
                 .summary = "Erase a record and what belongs to it, for good",
                 .operands = {kRecord},
                 .flags = {{.name = "yes",
                            .value = "",
                            .help = "do not ask; only a terminal is asked"}},
                 .examples = {{"landfall erase crm/contact/5b0e77aa", ""}}});
  for (Command& command : KeyCommands()) all.push_back(std::move(command));
  all.push_back(
      {.name = "completion",
       .summary = "Print the completion script of a shell",
       .operands = {{.name = "SHELL",
                     .help = "bash, zsh, fish or powershell",
                     .choices = {"bash", "zsh", "fish", "powershell"}}},
       .examples = {{"landfall completion bash >> ~/.bashrc", ""},
                    {"landfall completion fish "
                     "> ~/.config/fish/completions/landfall.fish",
                     ""}},
       .asks_server = false});
  all.push_back({.name = "help",
                 .summary = "Explain a command",
                 .operands = {{.name = "COMMAND",
                               .help = "for example check, or keys new",
                               .required = false,
                               .repeated = true}},
                 .examples = {{"landfall help keys new", ""}},
                 .asks_server = false});
  return all;
}

}  // namespace

const std::vector<Command>& Commands() {
  static const auto* const commands = new std::vector<Command>(AllCommands());
  return *commands;
}

const Command* FindCommand(const std::string& name) {
  for (const Command& command : Commands()) {
    if (command.name == name) return &command;
  }
  return nullptr;
}

bool IsGroup(const Command& command) {
  for (const Command& other : Commands()) {
    if (absl::StartsWith(other.name, absl::StrCat(command.name, " "))) {
      return true;
    }
  }
  return false;
}

}  // namespace landfall::cli
