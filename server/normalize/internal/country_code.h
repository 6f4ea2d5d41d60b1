#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace landfall::normalize {

// The country of a record as two upper-case letters: a two-letter code as it
// is (EL and XI included), any other spelling through NormalizeCountry(), ""
// when unknown. Pure.
std::string RecordCountryCode(absl::string_view country);

}  // namespace landfall::normalize
