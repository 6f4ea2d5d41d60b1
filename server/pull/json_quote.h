#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace landfall::pull {

// `text` (UTF-8) as a JSON string, which is a string of GraphQL as well. Pure.
std::string JsonQuote(absl::string_view text);

}  // namespace landfall::pull
