#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "server/normalize/key.h"

namespace landfall::normalize {

// Brings the domain of an address (UTF-8, not empty) into lower-case A-labels
// without trailing dot. Pure; kNone on success.
KeyProblem NormalizeEmailDomain(absl::string_view raw, std::string& domain);

// The domain with its A-labels decoded, for near matches. Pure.
std::string UnicodeDomain(absl::string_view domain);

}  // namespace landfall::normalize
