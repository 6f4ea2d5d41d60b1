#pragma once

#include <string>

#include "tests/scenarios/scenario.h"

namespace landfall::scenarios {

// Lives through a scenario twice, once on `transport` ("engine", "grpc", "http"
// or "cli") and once as a reference, and fails the current test where a step
// does not come out as the scenario says, or not the same in both. The
// reference asks the engine; for "engine" itself it gets its first imports
// twice and in another order.
void RunScenario(const Scenario& scenario, const std::string& transport);

}  // namespace landfall::scenarios
