#include "server/serve/grpc/call_log.h"

#include <string>

#include "server/serve/api/errors.h"
#include "spdlog/spdlog.h"

namespace landfall::serve::grpc {
namespace {

bool IsServersFault(absl::StatusCode code) {
  return code == absl::StatusCode::kInternal ||
         code == absl::StatusCode::kUnknown ||
         code == absl::StatusCode::kDataLoss;
}

}  // namespace

void LogCall(const CallFacts& facts, const absl::Status& status) {
  const double ms = absl::ToDoubleMilliseconds(facts.latency);
  if (status.ok()) {
    spdlog::debug("method={} code=OK ms={:.2f} items={}", facts.method, ms,
                  facts.items);
    return;
  }
  const std::string code = absl::StatusCodeToString(status.code());
  const std::string reason =
      v1::ErrorReason::Value_Name(api::DetailOf(status).reason());
  if (IsServersFault(status.code())) {
    spdlog::error("method={} code={} reason={} ms={:.2f} message=\"{}\"",
                  facts.method, code, reason, ms,
                  std::string(status.message()));
    return;
  }
  spdlog::info("method={} code={} reason={} ms={:.2f} items={}", facts.method,
               code, reason, ms, facts.items);
}

}  // namespace landfall::serve::grpc
