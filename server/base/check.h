#pragma once

#include <cstdio>
#include <cstdlib>

// Aborts with file and line when `condition` is false. For what cannot happen
// unless the code is wrong; never for input, files or peers.
#define LF_CHECK(condition)                                                 \
  do {                                                                      \
    if (!(condition)) {                                                     \
      std::fprintf(stderr, "%s:%d: check failed: %s\n", __FILE__, __LINE__, \
                   #condition);                                             \
      std::abort();                                                         \
    }                                                                       \
  } while (false)
