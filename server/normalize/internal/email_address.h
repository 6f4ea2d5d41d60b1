#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "server/normalize/key.h"

namespace landfall::normalize {

// An address in its parts. `local` is UTF-8, `domain` ASCII.
struct EmailAddress {
  std::string local;
  std::string domain;
};

// Brings one address (UTF-8 with half-width characters) into normal form, apart
// from the judgement of whose it is. Pure; kNone on success.
KeyProblem NormalizeAddress(absl::string_view text, EmailAddress& address);

// The two steps that make a local part comparable, shared with the near rules:
// the characters of RFC 5322/6532 only, and simple case fold.
KeyProblem NormalizeLocalPart(absl::string_view raw, std::string& local);

}  // namespace landfall::normalize
