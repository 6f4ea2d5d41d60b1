#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "server/decode/decoder.h"
#include "server/model/fields.h"
#include "server/model/record.h"

namespace landfall::decode {

// An order, or with type "draft_order" a quote, from its sorted fields. Keeps
// the fields in the record. Errors as Decode. Pure.
absl::StatusOr<model::Record> DecodeShopifyOrder(const DecodeContext& context,
                                                 absl::string_view type,
                                                 std::string id,
                                                 model::Fields fields);

}  // namespace landfall::decode
