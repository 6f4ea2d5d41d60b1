#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/model/fields.h"

namespace landfall::decode {

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
