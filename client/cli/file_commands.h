#pragma once

#include <vector>

#include "client/cli/command_table.h"

namespace landfall::cli {

// The commands of the table that work on files. Pure.
Command ImportCommand();
// The group keys. None of these commands asks a server.
std::vector<Command> KeyCommands();

}  // namespace landfall::cli
