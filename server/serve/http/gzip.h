#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace landfall::serve::http {

// Whether an Accept-Encoding value takes gzip: it is named, or "*", and not
// with q=0. Pure.
bool AcceptsGzip(absl::string_view accept_encoding);

// `text` as a gzip file. `level` is 1 (fast) to 9 (small). "" when zlib has no
// memory; the caller then sends it as it is.
std::string Gzip(absl::string_view text, int level);

}  // namespace landfall::serve::http
