#pragma once

namespace landfall::app {

// The whole program: reads the flags, serves until SIGTERM or SIGINT, and
// returns the exit code. Errors go to stderr, the chosen ports to stdout.
int Run(int argc, const char* const* argv);

}  // namespace landfall::app
