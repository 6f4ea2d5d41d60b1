#pragma once

#include <vector>

#include "absl/strings/string_view.h"

namespace landfall::decode {

// What an object at the top of a payload is.
enum class Envelope {
  kRecord,      // an element itself
  kODataPage,   // {"value":[…]}
  kDataList,    // {"data":[…],"meta":{…}}: BigCommerce V3 and B2B Edition
  kDataRecord,  // {"data":{…},"meta":{…}}: one BigCommerce record
  kGraphQl,     // {"data":{"orders":{"nodes":[…]}}}
  kItemsPage,   // {"items":[…],"search_criteria":{…},"total_count":n}
  kConnection,  // {"nodes":[…]} or {"edges":[{"node":…}]}, inside of kGraphQl
  kNamedRows,  // {"orders":[…]}, {"order":{…}}: Shopify REST
  kErrorAnswer,
};

// The GraphQL name of what the only member of a kNamedRows object holds:
// "Order" for "orders" and "order"; "" for other names. Pure.
absl::string_view TypeOfNamedRows(absl::string_view name);

// The names of an object's own members, as they are written. Pure.
std::vector<absl::string_view> MemberNames(absl::string_view object);

// Tells by the names of its members what the object is. Records have arrays of
// their own (an Adobe Commerce order has `items`), so an envelope has to have
// all its marks and nothing that only records have. `text` may be the first
// part of a long object: then the members seen so far decide. Pure.
Envelope ClassifyObject(absl::string_view text);

}  // namespace landfall::decode
