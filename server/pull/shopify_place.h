#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "server/pull/shopify_bulk.h"

namespace landfall::pull {

// How far a read of everything has come: in the file of a bulk operation, or by
// ids. Value type.
struct ShopifyFullPlace {
  enum class Way { kFile, kIds };

  Way way = Way::kIds;
  bool all_orders = false;  // orders of any age are handed out
  int64_t at = 0;           // a byte of the file, or the last id
  int64_t rows = 0;         // that came from the file
  ShopifyFile file{};
};

// How far changes were read.
struct ShopifyChangesPlace {
  int rows = 0;
  std::string cursor{};
};

// Texts for links of places, and back; what is no such text comes back as the
// default. Pure.
std::string EncodeShopifyPlace(const ShopifyFullPlace& place);
ShopifyFullPlace DecodeShopifyFullPlace(absl::string_view text);
std::string EncodeShopifyPlace(const ShopifyChangesPlace& place);
ShopifyChangesPlace DecodeShopifyChangesPlace(absl::string_view text);

}  // namespace landfall::pull
