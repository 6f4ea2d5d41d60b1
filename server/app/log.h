#pragma once

#include <string>

namespace landfall::app {

// Sends the log to stderr, one line per entry with the time in UTC. `level` is
// one of the configuration: debug, info, warn, error.
void SetUpLog(const std::string& level);

void LogStopping();

}  // namespace landfall::app
