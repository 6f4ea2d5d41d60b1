#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "server/pull/exchange.h"

namespace landfall::pull {

// Has a system tell by itself when something changes there, and sees to it that
// it goes on doing so. It keeps nothing that a restart would have to know. Not
// thread-safe.
class Subscriber {
 public:
  virtual ~Subscriber() = default;

  // When the system is to be looked at again.
  virtual absl::Time due() const = 0;
  // Asks for what is missing and renews what ends soon. The first error of
  // several; what could be had stands all the same.
  virtual absl::Status Tend(absl::Time now, Exchange& exchange) = 0;
  // How many subscriptions stood when it was last looked.
  virtual int standing() const = 0;
};

}  // namespace landfall::pull
