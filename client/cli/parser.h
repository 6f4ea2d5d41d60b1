#pragma once

#include <CLI/App.hpp>
#include <memory>
#include <string>

#include "client/cli/command_table.h"

namespace landfall::cli {

// The library's parser for the commands of command_table.h, which also writes
// their help. What it does not know is left over instead of an error, so that
// the caller can name what was probably meant.
std::unique_ptr<CLI::App> NewParser();

}  // namespace landfall::cli
