#pragma once

#include <string>
#include <vector>

namespace landfall::scenarios {

struct ProgramResult {
  int exit_code = -1;  // -1: it did not run, or a signal ended it
  std::string out;
  std::string err;
};

// Runs a program to its end, without a terminal and without LANDFALL_…
// variables of ours. `words[0]` is its path.
ProgramResult RunProgram(const std::vector<std::string>& words);

}  // namespace landfall::scenarios
