// Refused calls -> a line each, or one line for many.
// Entry point: RefusalLog::Allows.
#include "server/serve/calls/refusal_log.h"

#include <chrono>
#include <utility>

#include "absl/time/time.h"
#include "server/serve/calls/steady_time.h"
#include "spdlog/spdlog.h"

namespace landfall::serve::calls {
namespace {

bool IsRefusal(absl::StatusCode code) {
  return code == absl::StatusCode::kUnauthenticated ||
         code == absl::StatusCode::kPermissionDenied ||
         code == absl::StatusCode::kResourceExhausted ||
         code == absl::StatusCode::kCancelled;
}

int64_t ThisSecond() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             SteadyNow().time_since_epoch())
      .count();
}

}  // namespace

RefusalLog::RefusalLog() : task_(absl::Seconds(1), [this] { SumUp(); }) {}

RefusalLog::~RefusalLog() {
  task_.Stop();
  SumUp();
}

bool RefusalLog::Allows(const absl::Status& status, absl::string_view caller) {
  if (!IsRefusal(status.code())) return true;
  const int64_t now = ThisSecond();
  absl::MutexLock lock(&mutex_);
  if (now != second_) {
    second_ = now;
    lines_ = {};
  }
  if (++lines_[caller.empty() ? 0 : 1] <= kLinesPerSecond) return true;
  switch (status.code()) {
    case absl::StatusCode::kUnauthenticated:
      ++sum_.unauthenticated;
      break;
    case absl::StatusCode::kPermissionDenied:
      ++sum_.not_allowed;
      break;
    case absl::StatusCode::kResourceExhausted:
      ++sum_.too_much;
      break;
    default:
      ++sum_.cancelled;
  }
  if (!caller.empty()) sum_.caller = std::string(caller);
  return false;
}

void RefusalLog::SumUp() {
  Sum sum;
  {
    absl::MutexLock lock(&mutex_);
    sum = std::exchange(sum_, {});
  }
  if (sum.total() == 0) return;
  spdlog::info(
      "refused={} more calls within a second: UNAUTHENTICATED={} "
      "PERMISSION_DENIED={} RESOURCE_EXHAUSTED={} CANCELLED={} caller={}",
      sum.total(), sum.unauthenticated, sum.not_allowed, sum.too_much,
      sum.cancelled, sum.caller.empty() ? "-" : sum.caller);
}

}  // namespace landfall::serve::calls
