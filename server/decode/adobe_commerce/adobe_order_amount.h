#pragma once

#include <optional>

#include "server/base/decimal.h"
#include "server/model/fields.h"

namespace landfall::decode {

// What an order of Adobe Commerce is worth now, in the base currency:
// base_grand_total − base_total_canceled − base_total_refunded, of which the
// last two are 0 when they are missing; never below 0, as nothing less than
// nothing can wait. Without base_grand_total it is grand_total /
// base_to_order_rate, rounded half to even to the four decimals that Adobe
// Commerce keeps; between equal currencies the rate may be missing.
//
// nullopt when one of the parts is no number, or none of the totals is there.
// Pure; the fields must be sorted.
std::optional<base::Decimal> AdobeOrderAmount(const model::Fields& fields);

}  // namespace landfall::decode
