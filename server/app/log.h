#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"

namespace landfall::app {

// Sends the log to stderr, one line per entry with the time in UTC. `level` is
// one of the configuration: debug, info, warn, error. Nobody who logs waits for
// the reader of stderr: lines that it does not take are dropped at last.
void SetUpLog(const std::string& level);

// Lines that were dropped so far.
int64_t DroppedLogLines();

// Gives what was logged a second to be written. For the end.
void FlushLog();

// What config::LoadConfig found surprising, a line each.
void LogWarnings(const std::vector<std::string>& warnings);

// What people should know of a source that is pulled.
void LogRunWarning(const std::string& source, const std::string& warning);

// Whether it can be written down who enters and leaves cards.
void LogWatch(const absl::Status& status);

void LogStopping();

// The process is about to end because its gRPC listener takes no connections.
void LogDeadListener();

}  // namespace landfall::app
