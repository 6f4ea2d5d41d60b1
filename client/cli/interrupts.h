#pragma once

#include <functional>

namespace landfall::cli {

// Calls `then` on another thread at the first SIGINT or SIGTERM; the second one
// ends the process as always. At most once in a process.
void OnInterrupt(std::function<void()> then);

}  // namespace landfall::cli
