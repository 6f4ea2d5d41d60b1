#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/decode/decoder.h"
#include "server/model/record.h"

namespace landfall::decode {

// Decode() for Adobe Commerce (Magento 2): customers, orders, carts with a
// negotiable quote, and companies of the B2B module, which lend their tax ID to
// the customers that belong to them. Custom attributes stand under their codes:
// custom_attributes.vat_number. A cart without a negotiable quote is an ignored
// quote. Times without a zone are UTC.
absl::StatusOr<std::vector<model::Record>> DecodeAdobeCommerce(
    const DecodeContext& context, absl::string_view element);

}  // namespace landfall::decode
