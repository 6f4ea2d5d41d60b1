// The commands that work on files: import and keys. Declared in
// file_commands.h.
#include "client/cli/file_commands.h"

namespace landfall::cli {
namespace {

const Flag kKeysFile = {.name = "file",
                        .value = "FILE",
                        .help =
                            "the file that auth.keys_file of landfall.yaml "
                            "names",
                        .offers = Offers::kFiles};

}  // namespace

Command ImportCommand() {
  return {
      .name = "import",
      .summary = "Import payload files; repeating it is harmless",
      .operands = {{.name = "FILE",
                    .help = "the files; - is standard input",
                    .repeated = true,
                    .offers = Offers::kFiles}},
      .flags = {{.name = "source",
                 .value = "SOURCE",
                 .help = "the source that the files come from",
                 .required = true},
                {.name = "type",
                 .value = "TYPE",
                 .help = "record type, such as account, customer or order; "
                         "default: told from the file"},
                {.name = "company",
                 .value = "COMPANY",
                 .help = "company that the files belong to"},
                {.name = "rejects",
                 .value = "FILE",
                 .help = "write rejected rows to this file; default: stderr",
                 .offers = Offers::kFiles},
                {.name = "accept-rejects",
                 .value = "",
                 .help = "count the customers as read completely even if rows "
                         "were rejected"},
                {.name = "full",
                 .value = "",
                 .help = "the files are everything: delete records that are "
                         "not in them"},
                {.name = "max-gone",
                 .value = "PERCENT",
                 .help = "the largest share that --full may delete; default: "
                         "20%"},
                {.name = "dry-run",
                 .value = "",
                 .help = "change nothing, only count"}},
      .examples = {
          {"landfall import --source crm --type account accounts.json", ""},
          {"zcat orders.jsonl.gz | landfall import --source shop -", ""},
          {"landfall import --source erp --full --dry-run customers.csv",
           "What would a full import change?"}}};
}

std::vector<Command> KeyCommands() {
  const Flag rate = {
      .name = "rate-limit",
      .value = "RATE",
      .help = "calls a second and at once, such as 5,20; off: any number"};
  return {
      {.name = "keys", .summary = "Manage API keys", .asks_server = false},
      {.name = "keys new",
       .summary = "Make a key, and show it once",
       .flags = {{.name = "role",
                  .value = "ROLE",
                  .help = "what the key may do",
                  .choices = {"reader", "ingester", "admin"},
                  .required = true},
                 {.name = "id",
                  .value = "NAME",
                  .help = "name of the key; default: the role"},
                 rate,
                 kKeysFile},
       .examples = {{"landfall keys new --role reader --id flows --file "
                     "/etc/landfall/keys.yaml",
                     ""}},
       .asks_server = false},
      {.name = "keys list",
       .summary = "List the keys of a file",
       .flags = {kKeysFile},
       .examples = {{"landfall keys list --file /etc/landfall/keys.yaml", ""}},
       .asks_server = false},
      {.name = "keys revoke",
       .summary = "Remove a key from a file",
       .operands = {{.name = "NAME", .help = "the name of the key"}},
       .flags = {kKeysFile},
       .examples = {{"landfall keys revoke flows --file "
                     "/etc/landfall/keys.yaml",
                     ""}},
       .asks_server = false}};
}

}  // namespace landfall::cli
