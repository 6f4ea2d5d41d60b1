#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/decode/decoder.h"
#include "server/model/record.h"

namespace landfall::decode {

// Decode() for Shopify: GraphQL nodes, lines of a bulk export, webhook and REST
// bodies, and CSV rows with the names of either.
//
// A line with `__parentId` is a part of its parent: a company location becomes
// a record; orders, drafts, customers and companies do when they carry a
// creation time (without one they merely point to a record that is read
// elsewhere); everything else, such as metafields and contacts, gives an empty
// list. A company is followed by the locations that it carries.
absl::StatusOr<std::vector<model::Record>> DecodeShopify(
    const DecodeContext& context, absl::string_view element);

}  // namespace landfall::decode
