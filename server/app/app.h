#pragma once

namespace landfall::app {

// Exit codes of landfalld, after sysexits.
enum ExitCode {
  kStopped = 0,
  kWrongUsage = 64,
  kInternalError = 70,
  kTaken = 73,        // an address or the data folder is in use
  kStoreFailed = 74,  // the store cannot be read or written
  kWrongConfig = 78,
};

// The whole program: reads the flags, serves until SIGTERM or SIGINT, and
// returns the exit code. Errors go to stderr, the chosen ports to stdout.
int Run(int argc, const char* const* argv);

}  // namespace landfall::app
