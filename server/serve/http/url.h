#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/base/percent_encode.h"
#include "server/serve/json/query_reader.h"

namespace landfall::serve::http {

// Undoes percent-encoding. nullopt for a '%' without two hex digits behind it,
// and for an encoded NUL, which no name here contains. Pure.
std::optional<std::string> PercentDecode(absl::string_view text);

using base::PercentEncode;

// "//v1//cards/" -> "/v1/cards": without doubled slashes and the one at the
// end, as careless clients put them together. Pure.
std::string TidyPath(absl::string_view path);

// "a=1&b=x%20y" -> names and values; '+' is a space. nullopt when an escape is
// malformed. Pure.
std::optional<std::vector<json::Parameter>> SplitQuery(absl::string_view query);

}  // namespace landfall::serve::http
