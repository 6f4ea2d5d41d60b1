#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/decode/payload_splitter.h"
#include "server/pull/exchange.h"
#include "server/pull/shopify_admin.h"
#include "server/pull/shopify_answer.h"
#include "server/pull/shopify_query.h"

namespace landfall::pull {

// The text of a row at a path, or "". Pure.
std::string ShopifyText(const decode::PayloadElement& row,
                        absl::string_view path);
// The number behind its gid; 0 when there is none. Pure.
int64_t ShopifyNumber(const decode::PayloadElement& row);
// When a row was updated; InfinitePast when it does not say so. Pure.
absl::Time ShopifyUpdated(const decode::PayloadElement& row);

// A page of a set.
struct ShopifyPageWish {
  absl::string_view order;  // as of ShopifyPageDocument
  std::string search;       // "": all rows
  std::string cursor{};     // "": the first page
  int64_t after_id = 0;     // rows have larger ids
};

// Reads sets page by page. Pages are made smaller when the system finds them
// too dear. Not thread-safe.
class ShopifyPages {
 public:
  // Must outlive this.
  explicit ShopifyPages(ShopifyAdmin& admin) : admin_(admin) {}

  // A page that is not the one that was asked for is asked for again.
  // NOT_FOUND: of a set that is optional; the app may not read it, or the shop
  // has no such thing. PERMISSION_DENIED: of another one. Others as
  // ShopifyAdmin.
  absl::StatusOr<ShopifyRows> Read(const ShopifySet& set,
                                   const ShopifyPageWish& wish,
                                   Exchange& exchange);

  // When the row that was updated last was; InfinitePast: there is none. Errors
  // as of Read.
  absl::StatusOr<absl::Time> Newest(const ShopifySet& set, Exchange& exchange);

 private:
  ShopifyAdmin& admin_;
  int rows_ = 100;  // of a page
};

}  // namespace landfall::pull
