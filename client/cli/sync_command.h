#pragma once

#include "client/cli/command_table.h"

namespace landfall::cli {

// The command sync of the table. Pure.
Command SyncCommand();

}  // namespace landfall::cli
