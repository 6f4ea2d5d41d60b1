#pragma once

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"

namespace landfall::serve::calls {

// Does `work` and returns its status; RESOURCE_EXHAUSTED when there is not
// enough memory for it. Then nothing that `work` had begun is left, and other
// calls go on.
absl::Status WithinMemory(absl::FunctionRef<absl::Status()> work);

}  // namespace landfall::serve::calls
