#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/model/fields.h"

namespace landfall::decode {

// A GUID in lower case without braces or parentheses, or nullopt for
// anything else. Pure.
std::optional<std::string> CanonicalGuid(absl::string_view text);

// The same with INVALID_ARGUMENT that names the field.
absl::StatusOr<std::string> GuidId(absl::string_view field,
                                   absl::string_view text);

// The id of an error event as its system gave it: without blanks around it, a
// GUID in its one spelling. INVALID_ARGUMENT: empty, longer than 256 bytes,
// or with control characters.
absl::StatusOr<std::string> EventId(absl::string_view text);

// The id of an event that has none: 32 hex digits of SHA-256 over the fields,
// so that the same event again is the same record. REQUIRES: sorted fields.
std::string ContentId(const model::Fields& fields);

}  // namespace landfall::decode
