#pragma once

#include <optional>
#include <string>

#include "server/model/settings.h"
#include "tests/scenarios/scenario.h"

namespace landfall::scenarios {

// The import as a file in the shape in which its system hands such records
// out, one payload a line. Pure.
std::string FileOf(const Import& import, const model::Settings& settings);

// The JSON of the push that stands for the file: its elements as the command
// line would send them, all at once. nullopt when parts of the file are no
// elements, which only an import can say.
std::optional<std::string> PushOf(const Import& import,
                                  const model::Settings& settings);

}  // namespace landfall::scenarios
