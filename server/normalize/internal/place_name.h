#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace landfall::normalize {

// A place's name for a lookup: case, marks, dots and apostrophes removed, "&"
// spelled out, other punctuation a space, leading "the" dropped.
// scripts/generate_country_data.py folds the tables in the same way. Pure.
std::string FoldPlaceName(absl::string_view name);

}  // namespace landfall::normalize
