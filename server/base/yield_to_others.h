#pragma once

namespace landfall::base {

// Lets the threads of others go first from now on when there are more threads
// than processors: this thread gets about a third of what another gets. For
// work that nobody waits for while it holds a lock. For the whole life of the
// thread: without privileges there is no way back.
void YieldToOthers();

}  // namespace landfall::base
