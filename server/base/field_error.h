#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace landfall::base {

// INVALID_ARGUMENT for a field of a payload: "field 'x': <defect>". Says what
// is wrong and what is allowed, and never quotes the value.
absl::Status FieldError(absl::string_view path, absl::string_view defect);

// The field that such a message names, or "".
std::string FieldOf(absl::string_view message);

}  // namespace landfall::base
