#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace landfall::app {

// What the command line of landfalld says.
struct Flags {
  enum class Action { kServe, kCheckConfig, kHelp, kVersion };
  Action action = Action::kServe;
  std::string config;      // path of the configuration file
  std::string ports_file;  // where to write the chosen ports; "" = nowhere
};

// INVALID_ARGUMENT: an unknown flag (with the nearest known one), a flag
// without its value, an argument that is not a flag, no action.
absl::StatusOr<Flags> ReadFlags(int argc, const char* const* argv);

// What --help prints.
std::string HelpText();

}  // namespace landfall::app
