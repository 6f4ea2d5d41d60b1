#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "server/base/periodic_task.h"

namespace landfall::serve::calls {

// Decides which refused calls get a line of the log each: some a second, of
// known callers and of others apart, so that neither hides the other. Those
// beyond are summed up in one line a second. Thread-safe.
class RefusalLog {
 public:
  static constexpr int kLinesPerSecond = 20;

  RefusalLog();
  ~RefusalLog();

  // Whether a call that ended like this may have its own line; it is counted
  // when not. Calls that were not refused always may. `caller` may be "".
  bool Allows(const absl::Status& status, absl::string_view caller);

 private:
  struct Sum {
    int64_t unauthenticated = 0;
    int64_t not_allowed = 0;
    int64_t too_much = 0;
    int64_t cancelled = 0;
    std::string caller;  // the last one that is known
    int64_t total() const {
      return unauthenticated + not_allowed + too_much + cancelled;
    }
  };

  void SumUp();

  absl::Mutex mutex_;
  // Lines of the present second, of unknown callers and of known ones.
  std::array<int, 2> lines_ ABSL_GUARDED_BY(mutex_) = {};
  int64_t second_ ABSL_GUARDED_BY(mutex_) = 0;
  Sum sum_ ABSL_GUARDED_BY(mutex_);
  base::PeriodicTask task_;
};

}  // namespace landfall::serve::calls
