#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/model/record.h"
#include "server/model/settings.h"

namespace landfall::decode {

// What a decoder must know besides the payload itself.
struct DecodeContext {
  const model::Source* source = nullptr;  // must outlive the call
  std::string type;     // record type; "" = infer from the payload
  std::string company;  // BC company (or F&O area) the payload belongs to
  // What the caller's clock says; decoders read none. Nothing that a record
  // knows of can have happened more than kMaxAhead after it.
  absl::Time now = absl::InfiniteFuture();
};

// How far the clock of a system may be ahead of ours.
inline constexpr absl::Duration kMaxAhead = absl::Hours(24);

// Turns one element of a payload (one JSON object as the system hands it out:
// an item of `value`, `data`, `items`, a GraphQL node, a JSON Lines line, or a
// CSV row as an object of strings) into domain records: usually one; nested
// objects that are records of their own follow it (a Shopify company's
// locations). None when the element says nothing that is kept: an order's item.
//
// INVALID_ARGUMENT when the element cannot be a record: not an object, bad
// UTF-8, nested deeper than 32, no usable id, a time or amount that is none, a
// time that lies more than a day ahead of `context.now`, more than 256 KiB of
// names and values, a type that the system has not. The message names the
// field, the value's defect and what is allowed; it never quotes personal data.
// Odd customer data (a malformed email, an unknown country) is kept as
// it is. Pure, thread-safe.
absl::StatusOr<std::vector<model::Record>> Decode(const DecodeContext& context,
                                                  absl::string_view element);

// Whether the element that became `records` is a part of another one and no row
// of its own: a line of a bulk export that names its parent and is not a
// customer, order or quote itself (an order's item, a company's location).
// Pure.
bool IsPart(const std::vector<model::Record>& records);

}  // namespace landfall::decode
