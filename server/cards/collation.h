#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace landfall::cards {

// Bytes that sort like `name` under the Unicode root collation without regard
// to case. Thread-safe.
std::string CollationKey(absl::string_view name);

}  // namespace landfall::cards
