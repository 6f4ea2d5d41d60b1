#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace landfall::base {

// Encodes all but RFC 3986 unreserved characters, byte by byte. Pure.
std::string PercentEncode(absl::string_view text);

}  // namespace landfall::base
