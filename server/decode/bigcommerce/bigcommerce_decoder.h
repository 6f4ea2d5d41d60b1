#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/decode/decoder.h"
#include "server/model/record.h"

namespace landfall::decode {

// Decode() for BigCommerce: V3 customers, V2 orders (with the shipping
// addresses that the connector puts in the place of their link) and quotes of
// the B2B Edition. Form fields and attributes stand under their own names:
// form_fields.VAT, attributes.VAT (or attributes.7 where only the attribute's
// id is known).
absl::StatusOr<std::vector<model::Record>> DecodeBigCommerce(
    const DecodeContext& context, absl::string_view element);

// The plain integer that every BigCommerce id is. INVALID_ARGUMENT: a type
// that BigCommerce does not have, or not such an integer.
absl::StatusOr<std::string> CanonicalBigCommerceId(absl::string_view type,
                                                   absl::string_view id);

}  // namespace landfall::decode
