#include <cstdio>
#include <exception>

#include "server/app/app.h"
#include "server/app/exit_code.h"

// Nothing of ours throws; a library that runs out of memory may.
int main(int argc, char** argv) {
  try {
    return landfall::app::Run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "landfalld: %s\n", error.what());
  }
  return landfall::app::kInternalError;
}
