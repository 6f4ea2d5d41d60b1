#pragma once

#include "absl/strings/string_view.h"

namespace landfall::decode {

// Whether the text is a number as JSON writes it, which the parser does not
// check: -?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?  Pure.
bool IsJsonNumber(absl::string_view text);

}  // namespace landfall::decode
