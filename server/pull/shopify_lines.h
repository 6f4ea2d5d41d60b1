#pragma once

#include <cstddef>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/decode/payload_splitter.h"
#include "server/pull/shopify_query.h"

namespace landfall::pull {

// Whole rows of a part of a bulk operation's file.
struct ShopifyLines {
  std::vector<decode::PayloadElement> rows;
  size_t taken = 0;  // bytes of the text that they are of
};

// Reads the file of a bulk operation over `set`, grouped by parents, or a part
// of it that begins with a row: each row and, on the lines after it, those of
// the connections within it, which are put into the row as a page has them.
// Without `ends` more follows, and the last row may not be whole: it is left.
//
// INVALID_ARGUMENT: a line is none, or is of a row that is not before it. Pure.
absl::StatusOr<ShopifyLines> ReadShopifyLines(const ShopifySet& set,
                                              absl::string_view text,
                                              bool ends);

}  // namespace landfall::pull
