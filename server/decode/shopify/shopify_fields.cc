// Reads from a Shopify payload what several of its records have.
#include "server/decode/shopify/shopify_fields.h"

#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/decode/record_builder.h"
#include "server/normalize/system_id.h"

namespace landfall::decode {

absl::StatusOr<std::string> ReadShopifyReference(const model::Fields& fields,
                                                 absl::string_view path,
                                                 absl::string_view type) {
  const absl::string_view text = FirstText(fields, {path});
  if (text.empty()) return std::string();
  LF_ASSIGN_OR_RETURN(std::string id, normalize::ShopifyId(path, type, text));
  if (id == "0") id.clear();
  return id;
}

absl::string_view ShopifyCountry(const model::Fields& fields,
                                 absl::string_view prefix) {
  for (absl::string_view name :
       {"countryCodeV2", "countryCode", "country_code", "country"}) {
    const absl::string_view text =
        FirstText(fields, {absl::StrCat(prefix, ".", name)});
    if (!text.empty()) return text;
  }
  return "";
}

}  // namespace landfall::decode
