#include "server/serve/calls/call_log.h"

#include <string>

#include "server/serve/api/errors.h"
#include "spdlog/spdlog.h"

namespace landfall::serve::calls {
namespace {

bool IsServersFault(const absl::Status& status) {
  return status.code() == absl::StatusCode::kDataLoss ||
         api::IsForTheLogOnly(status);
}

spdlog::level::level_enum LevelOf(const absl::Status& status) {
  if (status.ok()) return spdlog::level::debug;
  return IsServersFault(status) ? spdlog::level::err : spdlog::level::info;
}

}  // namespace

absl::string_view TransportName(Transport transport) {
  switch (transport) {
    case Transport::kGrpc:
      return "grpc";
    case Transport::kHttp:
      return "http";
  }
  return "";
}

void LogCall(const CallFacts& facts, const absl::Status& status) {
  const spdlog::level::level_enum level = LevelOf(status);
  // Before any text is made: most calls succeed, and debug is off.
  if (!spdlog::should_log(level)) return;
  const std::string reason =
      status.ok() ? "-"
                  : v1::ErrorReason::Value_Name(api::DetailOf(status).reason());
  const std::string message =
      IsServersFault(status)
          ? " message=\"" + std::string(status.message()) + "\""
          : "";
  spdlog::log(level,
              "method={} transport={} code={} reason={} ms={:.2f} items={} "
              "caller={} request={}{}",
              facts.method, std::string(TransportName(facts.transport)),
              absl::StatusCodeToString(status.code()), reason,
              absl::ToDoubleMilliseconds(facts.latency), facts.items,
              facts.caller.empty() ? "-" : std::string(facts.caller),
              facts.request_id.empty() ? "-" : std::string(facts.request_id),
              message);
}

}  // namespace landfall::serve::calls
