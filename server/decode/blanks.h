#pragma once

#include "absl/strings/string_view.h"

namespace landfall::decode {

// `text` without what cannot be seen at its ends: white space of any script
// (no-break and ideographic spaces included) and the zero-width characters,
// byte order marks and direction marks that come along with copied text.
// Bytes that are no UTF-8 stay. Pure.
absl::string_view StripBlanks(absl::string_view text);

}  // namespace landfall::decode
