#pragma once

#include <exception>

#include "server/base/check.h"

namespace landfall::base {

// Marks a part of a function that cannot be left by an exception (memory that
// runs out is one) without leaving something half done: then the process ends,
// and its next start begins with what is stored.
class NoWayBack {
 public:
  NoWayBack() = default;
  NoWayBack(const NoWayBack&) = delete;
  NoWayBack& operator=(const NoWayBack&) = delete;
  ~NoWayBack() { LF_CHECK(std::uncaught_exceptions() == before_); }

 private:
  const int before_ = std::uncaught_exceptions();
};

}  // namespace landfall::base
