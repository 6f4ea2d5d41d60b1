#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/decode/decoder.h"
#include "server/model/record.h"

namespace landfall::decode {

// Decode() for BigCommerce: V3 customers, V2 orders (with the shipping
// addresses that the connector puts in the place of their link, and the
// `refunds` of V3 that it puts beside them), quotes and companies of the B2B
// Edition. A customer's `companyId` is what the connector says of it. Form
// fields and attributes stand under their own names: form_fields.VAT,
// attributes.VAT (or attributes.7 where only the attribute's id is known).
absl::StatusOr<std::vector<model::Record>> DecodeBigCommerce(
    const DecodeContext& context, absl::string_view element);

}  // namespace landfall::decode
