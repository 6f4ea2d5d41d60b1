#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/filter/internal/node.h"

namespace landfall::filter::internal {

inline constexpr size_t kMaxFilterBytes = 4096;
inline constexpr int kMaxDepth = 32;

// Parses a filter; from loosest to tightest: or, and, not, comparison. `not`
// takes the whole comparison behind it, as people write it. Keywords may be in
// any case. INVALID_ARGUMENT with the column and what was expected there.
absl::StatusOr<Node> ParseFilter(absl::string_view text);

}  // namespace landfall::filter::internal
