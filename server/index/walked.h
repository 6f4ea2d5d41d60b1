#pragma once

#include <cstdint>

namespace landfall::index {

// How many entries of lists that grow with a shared key this thread has gone
// through: holders of a key, members of a group. Only for those who want to see
// how work grows with the data, such as tests.
inline thread_local int64_t walked = 0;

}  // namespace landfall::index
