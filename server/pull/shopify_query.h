#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/model/settings.h"

namespace landfall::pull {

// A connection within a node. In a page its rows stand in the node, in the file
// of a bulk operation on lines of their own.
struct ShopifyNested {
  std::string name;       // "localizedFields"
  int first = 0;          // so many at most, of a page
  std::string arguments;  // others: "namespace: \"erp\"", or ""
  std::string node_type;  // "LocalizedField"
  std::string fields;     // of its nodes
};

// What is asked for of the records of one type. Value type.
struct ShopifySet {
  std::string type;        // "order"
  std::string connection;  // "orders"
  std::string fields;      // of its nodes
  std::vector<ShopifyNested> nested;
  // There may be so many that everything is read with a bulk operation.
  bool many = false;
  // A search by updated_at finds whole days.
  bool whole_days = false;
  // The app may do without permission for it, and the shop without the feature.
  bool optional = false;
};

// The sets of a source, in the order in which they are read, for a version of
// the API such as "2026-10". They hold what Landfall's rules need, and of what
// `keys`, `created`, `scope` and `documents` name what the type has. Pure.
std::vector<ShopifySet> ShopifySets(const model::Settings& settings,
                                    const model::Source& source,
                                    absl::string_view version);

// How the rows of a set are asked for. `order` is of its sort keys, followed by
// ", reverse: true" where the last one comes first.
//
// The document takes the variables $n (rows of a page), $q (a search) and $c (a
// cursor). Pure.
std::string ShopifyPageDocument(const ShopifySet& set, absl::string_view order);

// The document of a bulk operation over the rows that `search` finds. Pure.
std::string ShopifyBulkDocument(const ShopifySet& set,
                                absl::string_view search);

}  // namespace landfall::pull
