#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace landfall::pull {

// Scheme, host and port of a URL as they are written, in lower case and without
// the usual port: "https://contoso.crm4.dynamics.com". "" when the text is no
// plain URL: other schemes than https and http, a user, control characters,
// blanks, backslashes. Pure.
std::string OriginOf(absl::string_view url);

}  // namespace landfall::pull
