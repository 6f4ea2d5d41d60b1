#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/decode/payload_splitter.h"
#include "server/pull/exchange.h"
#include "server/pull/shopify_admin.h"
#include "server/pull/shopify_query.h"

namespace landfall::pull {

// The file that a bulk operation left. Lies anywhere, for a week.
struct ShopifyFile {
  std::string url;    // "": nothing was found
  int64_t bytes = 0;  // 0: not known
  int64_t rows = 0;   // without those of connections within them
};

// Starts a bulk operation (one query whose result Shopify writes to a file) and
// waits until it has ended, however often it has to be started again.
//
// ABORTED: the system cannot do it in this way, or did not get to the end of it
// several times: the rows have to be read in pages. UNAVAILABLE: gave up, among
// others while as many operations as may run at a time were running.
// PERMISSION_DENIED: the app may not read that. Others as ShopifyAdmin.
absl::StatusOr<ShopifyFile> RunShopifyBulk(ShopifyAdmin& admin,
                                           const std::string& document,
                                           const std::string& purpose,
                                           Exchange& exchange);

// OK when the file of a shop at `shop_url` may be fetched from `url`: over
// https from a host with a name; of a shop on this machine also from this
// machine. FAILED_PRECONDITION otherwise. Pure.
absl::Status CheckShopifyFileUrl(const std::string& url,
                                 const std::string& shop_url);

// A part of a file.
struct ShopifyFilePart {
  std::vector<decode::PayloadElement> rows;
  int64_t next = 0;  // the byte at which the next part begins
  bool last = false;
};

// Reads the rows that begin at byte `at`: so many megabytes of the file,
// without a token. ABORTED: the file is not as it was said to be, or has
// expired. Others as Exchange.
absl::StatusOr<ShopifyFilePart> ReadShopifyFile(const ShopifySet& set,
                                                const ShopifyFile& file,
                                                int64_t at,
                                                const std::string& purpose,
                                                Exchange& exchange);

}  // namespace landfall::pull
