#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/decode/payload_splitter.h"

namespace landfall::pull {

// What connectors look at in rows that they hand on as they are, and how OData
// writes a time in a filter. Pure.

// The text of a column, or "" when the row has none or is none.
std::string TextOf(const decode::PayloadElement& row, absl::string_view column);

// The latest time in a column, or InfinitePast.
absl::Time NewestOf(const std::vector<decode::PayloadElement>& rows,
                    absl::string_view column);

// "2026-06-09T10:00:00.000Z"
std::string FilterTime(absl::Time time);

}  // namespace landfall::pull
