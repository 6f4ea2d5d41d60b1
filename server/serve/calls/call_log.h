#pragma once

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace landfall::serve::calls {

enum class Transport { kGrpc, kHttp };

// "grpc", "http".
absl::string_view TransportName(Transport transport);

// What is known about a call when it ends. No record names, no record ids:
// those of guests are personal data. The views must outlive the call.
struct CallFacts {
  const char* method = "";  // "PromotionService.CheckPromotion"
  Transport transport = Transport::kGrpc;
  absl::Duration latency;
  int64_t items = 0;             // checks, payloads; 1 for other calls
  absl::string_view caller;      // id of the API key or application; may be ""
  absl::string_view request_id;  // the caller's trace id, or one of ours
};

// One line per call: successes at debug, errors of the caller at info, errors
// of the server at error with their full message. Thread-safe.
void LogCall(const CallFacts& facts, const absl::Status& status);

}  // namespace landfall::serve::calls
