#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/model/system.h"

// What the record types and ids of each system look like. Every function is
// pure. Errors are INVALID_ARGUMENT, name the field (`path`) where there is
// one, and never quote the value.
namespace landfall::normalize {

// The spelling of an id as far as the system alone says it: who reads
// references uses record_id.h, which also knows guests and legal entities. An
// error when the id cannot be one of that type, or the system has not the type.
absl::StatusOr<std::string> CanonicalSystemId(model::System system,
                                              absl::string_view type,
                                              absl::string_view id);

// What to say when `type` is not one of the system's types, or "" when it could
// not be told from the payload. Lists the types that there are.
absl::Status TypeError(model::System system, absl::string_view type);

// OK when `system` hands out records of the type (error events do not count),
// else TypeError.
absl::Status CheckType(model::System system, absl::string_view type);

// A GUID in lower case without braces or parentheses, or nullopt for
// anything else.
std::optional<std::string> CanonicalGuid(absl::string_view text);

// The same with an error.
absl::StatusOr<std::string> GuidId(absl::string_view path,
                                   absl::string_view text);

// A plain integer id in its one spelling, without leading zeros.
absl::StatusOr<std::string> IntegerId(absl::string_view path,
                                      absl::string_view text);

// `usmf:US-001`, with what stands in front in lower case: the legal entity of a
// row of Finance & Operations, or the company of one of Business Central.
std::string EntityId(absl::string_view entity, absl::string_view id);

// The number of a Shopify id as text. Accepts the number itself, a gid
// (gid://shopify/Order/1, with or without a query) and a gid in base64, as the
// older APIs handed it out. An error for a malformed id, and for the gid of
// something other than `type`.
absl::StatusOr<std::string> ShopifyId(absl::string_view path,
                                      absl::string_view type,
                                      absl::string_view text);

// The record type that a gid names ("order"), or "" when `text` is not a gid or
// is the gid of something that is not a record.
std::string ShopifyTypeOf(absl::string_view text);

// The id of an error event as its system gave it: without blanks around it, a
// GUID in its one spelling. An error when it is empty, longer than 256 bytes,
// or holds control characters.
absl::StatusOr<std::string> EventId(absl::string_view text);

}  // namespace landfall::normalize
