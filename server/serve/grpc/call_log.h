#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace landfall::serve::grpc {

// What is known about a call when it ends. No names, no ids: those of guests
// are personal data.
struct CallFacts {
  const char* method = "";  // "PromotionService.CheckPromotion"
  absl::Duration latency;
  int64_t items = 0;  // checks, payloads; 1 for other calls
};

// One line per call: successes at debug, errors of the caller at info, errors
// of the server at error with their full message. Thread-safe.
void LogCall(const CallFacts& facts, const absl::Status& status);

}  // namespace landfall::serve::grpc
