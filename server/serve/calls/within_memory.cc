// Memory that runs out -> a status. No exception of ours crosses a function;
// this one is the standard library's. Entry point: WithinMemory.
#include "server/serve/calls/within_memory.h"

#include <new>

#include "server/serve/api/errors.h"

namespace landfall::serve::calls {

absl::Status WithinMemory(absl::FunctionRef<absl::Status()> work) {
  try {
    return work();
  } catch (const std::bad_alloc&) {
    return api::MakeError(absl::StatusCode::kResourceExhausted,
                          api::Reason::OVERLOADED, "",
                          "the call needs more memory than there is");
  }
}

}  // namespace landfall::serve::calls
