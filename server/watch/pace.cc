// How long looks take -> when the next one is. Entry points: RestLeft and
// IsOverdue.
#include "server/watch/pace.h"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>

namespace landfall::watch {
namespace {

// How long after a look the next one comes though nothing has changed; if a
// look takes long, so many times as long.
constexpr int64_t kIdleMicros = 5'000'000;
constexpr int64_t kIdleTimes = 20;
// A disk that was full is not asked all the time.
constexpr int64_t kAfterFailureMicros = 10'000'000;

// For which this thread kept a processor busy.
int64_t WorkedMicros() {
  rusage usage{};
  getrusage(RUSAGE_THREAD, &usage);
  const auto micros = [](const timeval& time) {
    return int64_t{time.tv_sec} * 1'000'000 + time.tv_usec;
  };
  return micros(usage.ru_utime) + micros(usage.ru_stime);
}

}  // namespace

int64_t SteadyMicros() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

void Pace::Begin() {
  begin_ = SteadyMicros();
  worked_before_ = WorkedMicros();
}

void Pace::End(bool succeeded) {
  end_ = SteadyMicros();
  const int64_t worked = WorkedMicros() - worked_before_;
  rests_until_ = end_ + (succeeded ? worked : kAfterFailureMicros);
  overdue_at_ = end_ + std::max(kIdleMicros, kIdleTimes * worked);
}

absl::Duration Pace::RestLeft() const {
  return absl::Microseconds(rests_until_ - SteadyMicros());
}

bool Pace::IsOverdue() const { return SteadyMicros() >= overdue_at_; }

}  // namespace landfall::watch
