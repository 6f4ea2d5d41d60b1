#pragma once

#include "absl/strings/string_view.h"

namespace landfall::preflight::internal {

// The text of table_maps.txt, which CMakeLists.txt makes a part of the program.
absl::string_view ShippedMapText();

}  // namespace landfall::preflight::internal
