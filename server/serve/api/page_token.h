#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace landfall::serve::api {

// A page token as a caller sees it: the point in time of the first page in
// front of the reconciler's own token. So a caller who lets asOf default to now
// pages through one answer. The reconciler's token says the same, sealed; one
// with a changed front is refused there.
struct PageToken {
  std::optional<absl::Time> as_of;  // nullopt: the first page
  std::string inner;
};

// INVALID_ARGUMENT when `token` was not made by WritePageToken. "" is the first
// page.
absl::StatusOr<PageToken> ReadPageToken(const std::string& token);

// "" for an empty inner token (there is no further page).
std::string WritePageToken(absl::Time as_of, const std::string& inner);

}  // namespace landfall::serve::api
