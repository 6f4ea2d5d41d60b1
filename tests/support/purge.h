#pragma once

#include <atomic>

#include "absl/status/statusor.h"
#include "server/store/record_store.h"

namespace landfall::testing {

// Purges everything that is erased by now.
inline absl::StatusOr<store::Purged> PurgeNow(store::RecordStore& store) {
  std::atomic<bool> cancelled{false};
  return store.Purge(store.View()->revision(), cancelled);
}

// PurgeNow, true when it is done.
inline bool MustPurge(store::RecordStore& store) {
  const absl::StatusOr<store::Purged> purged = PurgeNow(store);
  return purged.ok() && *purged == store::Purged::kDone;
}

}  // namespace landfall::testing
