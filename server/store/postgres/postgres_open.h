#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/store/record_store.h"

// How long what takes time may take: for tests, which have none.

namespace landfall::store::postgres {

struct Tuning {
  // How often the lock of the database is looked after, and what nobody needs
  // any more is deleted.
  absl::Duration upkeep = absl::Seconds(5);
  // How long a commit whose answer was lost looks for its outcome.
  absl::Duration settle = absl::Seconds(10);
  // A server that was killed may have the database for so long.
  absl::Duration take = absl::Seconds(3);
};

// See OpenPostgresStore.
absl::StatusOr<std::unique_ptr<RecordStore>> OpenPostgresStoreTuned(
    const std::string& url, absl::Duration patience, const Tuning& tuning);

}  // namespace landfall::store::postgres
