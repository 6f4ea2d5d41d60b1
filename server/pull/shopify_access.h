#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/decode/payload_splitter.h"
#include "server/pull/exchange.h"
#include "server/pull/shopify_admin.h"

namespace landfall::pull {

// Without the scope read_all_orders an app sees the orders that were created
// in this time only; a day less, for nobody says when a day ends.
inline constexpr absl::Duration kShopifySeesOrders = absl::Hours(24 * 59);

// Whether the app has the scope read_all_orders. False when it may not know.
absl::StatusOr<bool> SeesAllShopifyOrders(ShopifyAdmin& admin,
                                          Exchange& exchange);

// Whether a row of customers or orders has no address of email: by its nature,
// or because it is kept back. Pure.
bool LacksShopifyEmail(const decode::PayloadElement& row);

// What an app may not see of customers (protected customer data) is null, as
// what is not there. PERMISSION_DENIED when that is so: a customer that the
// system itself found by having an email shows none.
absl::Status CheckSeesShopifyEmails(ShopifyAdmin& admin, Exchange& exchange);

}  // namespace landfall::pull
