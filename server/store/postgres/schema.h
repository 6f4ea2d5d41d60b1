#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "server/store/postgres/connection.h"

namespace landfall::store::postgres {

// The steps that make schema landfall, the oldest first: step n makes version n
// of version n - 1. A step that was released is never changed.
absl::Span<const char* const> SchemaSteps();

// Brings schema landfall to the version that `steps` lead to, in one
// transaction; it makes the schema when there is none. FAILED_PRECONDITION, and
// nothing is changed, when the schema is of a newer version; PERMISSION_DENIED
// when the user may not make it; else errors as Connection. Nobody else may
// change the schema meanwhile.
absl::Status BringUpToDate(Connection& connection,
                           absl::Span<const char* const> steps);

}  // namespace landfall::store::postgres
