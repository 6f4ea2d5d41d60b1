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

}  // namespace landfall::app
