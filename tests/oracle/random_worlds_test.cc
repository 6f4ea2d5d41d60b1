// Holds the engine against the oracle on random worlds. LANDFALL_WORLDS sets
// how many (default 200), LANDFALL_SEED runs a single one.

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "absl/strings/numbers.h"
#include "tests/oracle/rendering.h"
#include "tests/oracle/world_trial.h"

namespace landfall::oracle {
namespace {

int FromEnvironment(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  int value = 0;
  return text != nullptr && absl::SimpleAtoi(text, &value) ? value : otherwise;
}

TEST(RandomWorldsTest, AgreesWithTheOracle) {
  const int only = FromEnvironment("LANDFALL_SEED", -1);
  const int first = only >= 0 ? only : 1;
  const int last = only >= 0 ? only : FromEnvironment("LANDFALL_WORLDS", 200);
  for (int seed = first; seed <= last; ++seed) {
    const RandomWorld world = MakeWorld(seed);
    if (!FirstMismatch(world).has_value()) continue;
    const RandomWorld small = Shrink(world);
    FAIL() << "seed " << seed << ", rerun with LANDFALL_SEED=" << seed << "\n"
           << *FirstMismatch(small) << Describe(small);
  }
}

}  // namespace
}  // namespace landfall::oracle
