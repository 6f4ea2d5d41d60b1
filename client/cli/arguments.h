#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace landfall::cli {

// A command line, checked against the table of commands. Value type.
struct Arguments {
  std::string command;                  // "check", "keys new"; or "version"
  std::vector<std::string> positional;  // after the command
  // Flags as given, without dashes. A flag that may be repeated has several
  // values; a switch has one, "".
  std::map<std::string, std::vector<std::string>> flags;

  bool Has(const std::string& flag) const { return flags.contains(flag); }
  // The (last) value, or `otherwise`.
  std::string Get(const std::string& flag,
                  const std::string& otherwise = "") const;
  // All values in their order.
  std::vector<std::string> All(const std::string& flag) const;
};

// INVALID_ARGUMENT naming what is wrong: no or an unknown command, a flag that
// the command does not have (with the nearest one that it has), a flag without
// its value or with a value that is no choice, a flag given twice, too few or
// too many arguments. Pure.
//
// --help anywhere makes the command "help", about the command that the other
// words name.
absl::StatusOr<Arguments> ReadArguments(const std::vector<std::string>& words);

// What --help prints for a command of the table, or for "" on the whole.
std::string HelpText(const std::string& command);

}  // namespace landfall::cli
