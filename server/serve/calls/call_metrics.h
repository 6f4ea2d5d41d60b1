#pragma once

#include <memory>

#include "absl/status/status.h"
#include "server/serve/calls/call_log.h"

namespace prometheus {
class Collectable;
}

namespace landfall::serve::calls {

// Counts and latencies of calls, by method, transport and status code, as
// Prometheus metrics: landfall_calls_total and landfall_call_seconds.
// Thread-safe.
class CallMetrics {
 public:
  CallMetrics();
  ~CallMetrics();

  // A method that is not in the contract counts as "other", so that peers
  // cannot make series.
  void Note(const CallFacts& facts, absl::StatusCode code);

  // What a scrape reads. Lives as long as this object.
  const prometheus::Collectable& collectable() const;

 private:
  struct Series;
  const std::unique_ptr<Series> series_;
};

}  // namespace landfall::serve::calls
