#pragma once

#include <string>
#include <vector>

namespace landfall::app {

// Sends the log to stderr, one line per entry with the time in UTC. `level` is
// one of the configuration: debug, info, warn, error.
void SetUpLog(const std::string& level);

// What config::LoadConfig found surprising, a line each.
void LogWarnings(const std::vector<std::string>& warnings);

void LogStopping();

// The process is about to end because its gRPC listener takes no connections.
void LogDeadListener();

}  // namespace landfall::app
