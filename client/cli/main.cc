#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <iostream>

#include "client/cli/commands.h"
#include "client/cli/interrupts.h"

int main(int argc, char** argv) {
  landfall::cli::Surroundings around{std::cin, std::cout, std::cerr};
  around.in_is_terminal = isatty(STDIN_FILENO) == 1;
  around.out_is_terminal = isatty(STDOUT_FILENO) == 1;
  around.err_is_terminal = isatty(STDERR_FILENO) == 1;
  around.on_interrupt = &landfall::cli::OnInterrupt;
  for (const char* name :
       {"LANDFALL_SERVER", "LANDFALL_API_KEY", "LANDFALL_TLS",
        "LANDFALL_TLS_CA", "LANDFALL_TLS_CERT", "LANDFALL_TLS_KEY",
        "LANDFALL_INSECURE", "NO_COLOR", "TERM"}) {
    if (const char* value = std::getenv(name)) around.variables[name] = value;
  }
  // Nothing of ours throws; a library that runs out of memory may.
  try {
    return landfall::cli::RunLandfall({argv + 1, argv + argc}, around);
  } catch (const std::exception& error) {
    std::cerr << "landfall: " << error.what() << "\n";
  }
  return landfall::cli::kServerError;
}
