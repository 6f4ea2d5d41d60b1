#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/model/fields.h"

namespace landfall::decode {

// The number of a Shopify id as text. Accepts the number itself, a gid
// (gid://shopify/Order/1, with or without a query) and a gid in base64, as the
// older APIs handed it out. INVALID_ARGUMENT: a type that Shopify does not
// have, a malformed id, or the gid of something other than `type`.
absl::StatusOr<std::string> CanonicalShopifyId(absl::string_view type,
                                               absl::string_view id);

// The record type that a gid names ("order"), or "" when `id` is not a gid or
// is the gid of something that is not a record.
std::string ShopifyTypeOf(absl::string_view id);

// The id of the record that the field points to; "" for a blank field and 0.
// Errors name the field.
absl::StatusOr<std::string> ReadShopifyReference(const model::Fields& fields,
                                                 absl::string_view path,
                                                 absl::string_view type);

// The country of the address under `prefix` as it is written there: its code
// where the payload has one. Knows the spelling of GraphQL and of webhooks.
absl::string_view ShopifyCountry(const model::Fields& fields,
                                 absl::string_view prefix);

}  // namespace landfall::decode
