#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace landfall::store::postgres {

// An error that PostgreSQL answered, by its SQLSTATE. RESOURCE_EXHAUSTED: its
// disk is full; DATA_LOSS: it says that its own data is damaged;
// PERMISSION_DENIED: the user may not do that; INTERNAL: a statement of ours is
// wrong; else UNAVAILABLE. `message` is its primary message, which names tables
// and users; that of a class that quotes values is left out.
absl::Status ServerError(absl::string_view sqlstate, absl::string_view message);

// There is no answer, `what` says why: UNAVAILABLE. Nobody knows whether the
// statement was carried out.
absl::Status LostError(absl::string_view what);

// Whether `status` says that there was no answer, see LostError.
bool IsLost(const absl::Status& status);

// Bytes in the database that are none of ours: DATA_LOSS.
absl::Status DamagedError(absl::string_view what);

}  // namespace landfall::store::postgres
