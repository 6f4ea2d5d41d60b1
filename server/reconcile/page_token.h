#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/cards/listing.h"

namespace landfall::reconcile {

// Where a list goes on: the time it is pinned to and the last entry shown.
struct PageCursor {
  index::Micros as_of = 0;
  cards::SortKey after;
  std::string log{};  // the cursor of the first page in the log of events
};

// Seals and opens page tokens. A token is encrypted and authenticated (AES-256
// in GCM) with a key of the store, so that it shows no personal data, cannot be
// changed, and outlives a restart. Immutable, thread-safe.
class PageTokens {
 public:
  // `secret` is the store's.
  explicit PageTokens(absl::string_view secret);

  // `query` identifies everything that the list depends on.
  std::string Seal(absl::string_view query, const PageCursor& cursor) const;

  // INVALID_ARGUMENT when the token was made for another query, was changed, or
  // is not a token.
  absl::StatusOr<PageCursor> Open(absl::string_view query,
                                  absl::string_view token) const;

 private:
  std::string key_;  // 32 bytes
};

}  // namespace landfall::reconcile
