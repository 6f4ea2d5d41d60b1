#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/decode/payload_splitter.h"

namespace landfall::pull {

// What an answer of the Admin API says about itself. GraphQL answers 200 to
// whatever it could read.
struct ShopifyVerdict {
  // Something could not be answered. What stands beside it is not everything.
  bool errors = false;
  // The code of the first error: "THROTTLED", "ACCESS_DENIED"; "" without one.
  std::string code{};
  // Of a bucket of points that is too empty: how long it takes to fill.
  std::optional<absl::Duration> refilled_in{};
};

// INVALID_ARGUMENT: the body is no answer of GraphQL. Pure.
absl::StatusOr<ShopifyVerdict> JudgeShopifyAnswer(absl::string_view body);

// A page of a connection.
struct ShopifyRows {
  std::vector<decode::PayloadElement> rows;
  bool more = false;
  std::string cursor{};  // of the last row
};

// The page that was asked for under `name`. INVALID_ARGUMENT: there is no such
// page in the answer. Pure.
absl::StatusOr<ShopifyRows> ReadShopifyRows(absl::string_view body,
                                            absl::string_view name);

}  // namespace landfall::pull
